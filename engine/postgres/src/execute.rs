//! Runs one text with its values on a session.

use std::sync::Arc;

use futures_util::TryStreamExt;
use tokio_postgres::types::Type;
use tokio_postgres::{Column, Statement};
use versa_error::{Error, Result};
use versa_rows::RowSink;
use versa_sql::{Access, Bound, ResultColumn};

use crate::connect::Session;
use crate::prepared::Place;
use crate::{bind, decode, error, pgbouncer, statement};
use versa_driver::{Outcome, Rows};

/// A text, its values, and what its result shall be.
pub(crate) struct Text<'a> {
    pub(crate) sql: &'a Arc<str>,
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

impl Ran {
    /// The outcome, with the rows that were collected.
    pub(crate) fn into_outcome(self, rows: Rows<'_>) -> Outcome {
        Outcome {
            chunks: rows.into_chunks(),
            affected: self.affected,
            last_insert_id: None,
            columns: self.columns,
        }
    }
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
    session: &Session,
    text: &Text<'_>,
    rows: &mut Rows<'_>,
    in_transaction: bool,
) -> Result<Ran> {
    let place = session.prepared.place(text.sql);
    let failure = match attempt(session, &place, text, rows, in_transaction).await {
        Ok(ran) => return Ok(ran),
        Err(failure) => failure,
    };
    let again = match &failure {
        Failure::Preparing(_) => false,
        Failure::Before(_) => types_changed(session, &place, text, in_transaction).await,
        // A failed transaction takes no more statements.
        Failure::Running(error) => {
            let was_run = session.is_pooled && was_run(error) && text.access != Access::Read;
            !in_transaction && rows.is_untouched() && is_outdated(error) && !was_run
        }
    };
    if again {
        session.prepared.forget(text.sql, &place);
        let place = session.prepared.place(text.sql);
        let ran = attempt(session, &place, text, rows, in_transaction).await;
        return ran.map_err(Failure::into_error);
    }
    Err(failure.into_error())
}

/// What the server answers to a statement that was prepared before a table or a type was changed:
/// the plan must not change its result, an operator does not exist, a datatype does not match,
/// binary data of another type, no such prepared statement.
fn is_outdated(error: &Error) -> bool {
    matches!(error.state(), Some("0A000" | "42883" | "42804" | "22P03" | "26000"))
}

/// Whether a statement without a name was run, although a prepared one was not found: the one that
/// the client asks for types by.
fn was_run(error: &Error) -> bool {
    error.state() == Some("26000")
}

/// Lets the server prepare a text, or at least say what it wants and gives.
async fn prepare(
    session: &Session,
    sql: &str,
    in_transaction: bool,
) -> Result<Statement, tokio_postgres::Error> {
    if session.is_pooled {
        pgbouncer::learn(session, sql, in_transaction).await
    } else {
        session.client.prepare(sql).await
    }
}

/// Whether the server would infer other types today than when the session prepared the text.
async fn types_changed(
    session: &Session,
    place: &Place,
    text: &Text<'_>,
    in_transaction: bool,
) -> bool {
    let Some(known) = place.get() else {
        return false;
    };
    let Ok(fresh) = prepare(session, text.sql, in_transaction).await else {
        return false;
    };
    let oids = |statement: &Statement| -> (Vec<u32>, Vec<u32>) {
        (
            statement.params().iter().map(Type::oid).collect(),
            statement.columns().iter().map(|column| column.type_().oid()).collect(),
        )
    };
    oids(known) != oids(&fresh)
}

async fn attempt(
    session: &Session,
    place: &Place,
    text: &Text<'_>,
    rows: &mut Rows<'_>,
    in_transaction: bool,
) -> Result<Ran, Failure> {
    let before = |failed: Error| Failure::Before(failed.sql(&**text.sql));
    let running =
        |failed: tokio_postgres::Error| Failure::Running(error::map(&failed).sql(&**text.sql));
    bind::check_count(text.values).map_err(Failure::Preparing)?;
    // Without a round trip where the session knows the text.
    let prepared = place
        .get_or_try_init(|| prepare(session, text.sql, in_transaction))
        .await
        .map_err(|failed| Failure::Preparing(error::map(&failed).sql(&**text.sql)))?;
    let arguments = bind::arguments(text.values, prepared.params()).map_err(before)?;
    let mut decoders = decode::plan(prepared.columns(), text.columns).map_err(before)?;
    let mut ran = Ran { columns: unknown_columns(prepared.columns(), text), ..Ran::default() };
    let counts = text.access == Access::Write
        || text.access == Access::Unknown && !statement::reads(text.sql);

    let (mut sink, mut scratch) = (RowSink::new(), String::new());
    let mut undecodable = None;
    let results = if session.is_pooled {
        let types = prepared.params().iter().cloned();
        session.client.query_typed_raw(text.sql, arguments.values().zip(types)).await
    } else {
        session.client.query_raw(prepared, arguments.values()).await
    };
    let mut results = std::pin::pin!(results.map_err(running)?);
    let first = results.try_next().await.map_err(running)?;
    if let Some(first) = first.as_ref().filter(|_| session.is_pooled)
        && !are_alike(first.columns(), prepared.columns())
    {
        // A table was changed since the types were learned. A write cannot be run again, but the
        // server says what came.
        session.prepared.forget(text.sql, place);
        ran.columns = unknown_columns(first.columns(), text);
        match decode::plan(first.columns(), text.columns) {
            Ok(fresh) => decoders = fresh,
            Err(failed) => undecodable = Some(failed),
        }
    }
    rows.begin(ran.columns.as_deref()).await;
    let mut first = Some(first);
    while let Some(row) = match first.take() {
        Some(first) => first,
        None => results.try_next().await.map_err(running)?,
    } {
        // After a cell that cannot be read, the rest is only taken off the connection.
        if undecodable.is_some() {
            continue;
        }
        if let Err(failed) = decode::row(&row, &decoders, &mut scratch, &mut sink) {
            undecodable = Some(failed);
        } else if sink.end_row() && !rows.put(sink.take()).await {
            ran.abandoned = true;
            return Ok(ran);
        }
    }
    if counts {
        ran.affected = results.rows_affected().unwrap_or_default();
    }
    if let Some(failed) = undecodable {
        return Err(Failure::Running(failed.sql(&**text.sql)));
    }
    if !sink.is_empty() {
        rows.put(sink.take()).await;
    }
    Ok(ran)
}

fn are_alike(columns: &[Column], others: &[Column]) -> bool {
    let alike = |(column, other): (&Column, &Column)| {
        column.type_() == other.type_() && column.name() == other.name()
    };
    columns.len() == others.len() && columns.iter().zip(others).all(alike)
}

fn unknown_columns(columns: &[Column], text: &Text<'_>) -> Option<Vec<ResultColumn>> {
    if columns.is_empty() || !text.columns.is_empty() {
        return None;
    }
    let name = |column: &Column| column.name().to_owned();
    let result = |column| ResultColumn { name: name(column), logical_type: None };
    Some(columns.iter().map(result).collect())
}
