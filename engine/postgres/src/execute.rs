//! Runs one text with its values on a session.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgColumn, PgTypeInfo};
use sqlx::{Column as _, Connection as _, Either, Executor as _, Statement as _};
use versa_error::{Error, Result};
use versa_rows::RowSink;
use versa_sql::{Access, Bound, ResultColumn};

use crate::connect::Session;
use crate::{bind, decode, error, statement, types};
use versa_driver::Rows;

/// A text, its values, and what its result shall be.
pub(crate) struct Text<'a> {
    pub(crate) sql: Arc<str>,
    pub(crate) values: &'a [Bound<'a>],
    pub(crate) columns: &'a [ResultColumn],
    pub(crate) access: Access,
}

/// What running a text brought, besides its rows.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    pub(crate) affected: u64,
    pub(crate) columns: Option<Vec<ResultColumn>>,
    /// The reader left before the last row: the server still has some to send.
    pub(crate) abandoned: bool,
}

enum Failure {
    /// The server does not take the text: it would not a second time either.
    Preparing(Error),
    /// A value does not fit; nothing was run yet.
    Before(Error),
    /// The server refused or broke off.
    Running(Error),
}

impl Failure {
    fn into_error(self) -> Error {
        match self {
            Self::Preparing(error) | Self::Before(error) | Self::Running(error) => error,
        }
    }
}

/// Runs a text. What the session remembers of it may be older than the tables: then it is
/// prepared anew and run once more, if nothing stands against that.
///
/// # Errors
///
/// Everything the driver maps.
pub(crate) async fn run(
    session: &mut Session,
    text: &Text<'_>,
    rows: &mut Rows<'_>,
    in_transaction: bool,
) -> Result<Ran> {
    let failure = match attempt(session, text, rows).await {
        Ok(ran) => return Ok(ran),
        Err(failure) => failure,
    };
    let again = match &failure {
        Failure::Preparing(_) => false,
        Failure::Before(_) => types_changed(session, text).await,
        // A failed transaction takes no more statements.
        Failure::Running(error) => !in_transaction && rows.is_untouched() && is_outdated(error),
    };
    if again {
        session.connection.clear_cached_statements().await.map_err(error::map)?;
        return attempt(session, text, rows).await.map_err(Failure::into_error);
    }
    Err(failure.into_error())
}

/// What the server answers to a statement that was prepared before a table or a type was changed:
/// the plan must not change its result, an operator does not exist, a datatype does not match,
/// binary data of another type.
fn is_outdated(error: &Error) -> bool {
    matches!(error.state(), Some("0A000" | "42883" | "42804" | "22P03"))
}

/// Whether the server would infer other types today than when the session prepared the text.
async fn types_changed(session: &mut Session, text: &Text<'_>) -> bool {
    // To the server the same statement, to sqlx's cache one that it has never seen.
    session.checks += 1;
    let twin = format!("{} /* {} */", text.sql, session.checks);
    let connection = &mut session.connection;
    let Ok(known) = connection.prepare(statement::trusted_sql(Arc::clone(&text.sql))).await else {
        return false;
    };
    let Ok(fresh) = connection.prepare(statement::trusted_sql(twin)).await else {
        return false;
    };
    let column_types = |columns: &[PgColumn]| -> Vec<u32> {
        columns.iter().map(|column| types::oid(column.type_info())).collect()
    };
    parameter_types(&known) != parameter_types(&fresh)
        || column_types(known.columns()) != column_types(fresh.columns())
}

fn parameter_types(prepared: &sqlx::postgres::PgStatement) -> &[PgTypeInfo] {
    match prepared.parameters() {
        Some(Either::Left(types)) => types,
        _ => &[],
    }
}

async fn attempt(
    session: &mut Session,
    text: &Text<'_>,
    rows: &mut Rows<'_>,
) -> Result<Ran, Failure> {
    let connection = &mut session.connection;
    let before = |failed: Error| Failure::Before(failed.sql(&*text.sql));
    let running = |failed: sqlx::Error| Failure::Running(error::map(failed).sql(&*text.sql));
    let sql = statement::trusted_sql(Arc::clone(&text.sql));
    bind::check_count(text.values).map_err(Failure::Preparing)?;
    // Without a round trip where the session knows the text.
    let prepared = connection
        .prepare(sql.clone())
        .await
        .map_err(|failed| Failure::Preparing(error::map(failed).sql(&*text.sql)))?;
    let arguments = bind::arguments(text.values, parameter_types(&prepared)).map_err(before)?;
    let decoders = decode::plan(prepared.columns(), text.columns).map_err(before)?;
    let mut ran = Ran { columns: unknown_columns(prepared.columns(), text), ..Ran::default() };
    rows.begin(ran.columns.as_deref()).await;
    let counts = text.access == Access::Write
        || text.access == Access::Unknown && !statement::reads(&text.sql);

    let (mut sink, mut scratch) = (RowSink::new(), String::new());
    let mut undecodable = None;
    let mut results = connection.fetch_many(sqlx::query_with(sql, arguments));
    while let Some(result) = results.try_next().await.map_err(running)? {
        match result {
            Either::Left(done) if counts => ran.affected += done.rows_affected(),
            // After a cell that cannot be read, the rest is only taken off the connection.
            Either::Left(_) => {}
            Either::Right(_) if undecodable.is_some() => {}
            Either::Right(row) => {
                if let Err(failed) = decode::row(&row, &decoders, &mut scratch, &mut sink) {
                    undecodable = Some(failed);
                } else if sink.end_row() && !rows.put(sink.take()).await {
                    ran.abandoned = true;
                    return Ok(ran);
                }
            }
        }
    }
    if let Some(failed) = undecodable {
        return Err(Failure::Running(failed.sql(&*text.sql)));
    }
    if !sink.is_empty() {
        rows.put(sink.take()).await;
    }
    Ok(ran)
}

fn unknown_columns(columns: &[PgColumn], text: &Text<'_>) -> Option<Vec<ResultColumn>> {
    if columns.is_empty() || !text.columns.is_empty() {
        return None;
    }
    let name = |column: &PgColumn| column.name().to_owned();
    let result = |column| ResultColumn { name: name(column), logical_type: None };
    Some(columns.iter().map(result).collect())
}
