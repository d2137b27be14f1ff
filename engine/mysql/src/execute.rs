//! Runs one text with its values on a session.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sqlx::mysql::MySqlColumn;
use sqlx::{Column as _, Either, Executor as _, Row as _, Statement as _};
use versa_error::{Error, Result};
use versa_rows::RowSink;
use versa_sql::{Access, Bound, ResultColumn};

use crate::connect::Session;
use crate::decode::Decoder;
use crate::{bind, decode, error, statement};
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
    pub(crate) last_insert_id: Option<i64>,
    pub(crate) columns: Option<Vec<ResultColumn>>,
    /// The reader left before the last row: the server still has some to send.
    pub(crate) abandoned: bool,
}

/// Runs a text.
///
/// # Errors
///
/// Everything the driver maps.
pub(crate) async fn run(
    session: &mut Session,
    text: &Text<'_>,
    rows: &mut Rows<'_>,
) -> Result<Ran> {
    let failed = |failed: Error| failed.sql(&*text.sql);
    let sqlx_failed = |error: sqlx::Error| failed(error::map(error));
    let Session { connection, decimal, .. } = session;
    let sql = statement::trusted_sql(Arc::clone(&text.sql));
    bind::check_count(text.values)?;
    // Without a round trip where the session knows the text.
    let prepared = match connection.prepare(sql.clone()).await {
        Ok(prepared) => prepared,
        Err(error) => {
            let error = error::map(error);
            if text.values.is_empty() && is_not_preparable(&error) {
                let done = connection.execute(sqlx::raw_sql(sql)).await.map_err(sqlx_failed)?;
                return Ok(Ran { affected: done.rows_affected(), ..Ran::default() });
            }
            return Err(failed(error));
        }
    };
    let places = match prepared.parameters() {
        Some(Either::Right(places)) => places,
        _ => 0,
    };
    let arguments = bind::arguments(text.values, places, decimal).map_err(failed)?;

    let mut reader = Reader::new(text);
    let mut ran = Ran::default();
    let mut results = connection.fetch_many(sqlx::query_with(sql, arguments));
    while let Some(result) = results.try_next().await.map_err(sqlx_failed)? {
        match result {
            Either::Left(done) => {
                ran.affected += done.rows_affected();
                let id = i64::try_from(done.last_insert_id()).ok().filter(|&id| id != 0);
                ran.last_insert_id = ran.last_insert_id.or(id);
            }
            Either::Right(row) => {
                if reader.row(&row, rows).await == Reading::Abandoned {
                    ran.columns = reader.columns;
                    ran.abandoned = true;
                    return Ok(ran);
                }
            }
        }
    }
    drop(results);
    reader.finish(prepared.columns(), rows).await.map_err(failed)?;
    if text.access == Access::Write && ran.affected == 0 {
        // MariaDB counts nothing where a write returns its rows.
        ran.affected = reader.rows;
    }
    ran.columns = reader.columns;
    Ok(ran)
}

/// The server says this of statements that have no prepared form, like `LOCK TABLES`.
fn is_not_preparable(error: &Error) -> bool {
    error.code() == versa_error::ErrorCode::Unsupported
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Reading {
    GoesOn,
    Abandoned,
}

/// Takes the rows of one result.
struct Reader<'a> {
    text: &'a Text<'a>,
    /// Made with the first row: what a prepared statement remembers of its columns may be older
    /// than the table.
    decoders: Option<Vec<Decoder>>,
    columns: Option<Vec<ResultColumn>>,
    sink: RowSink,
    scratch: String,
    rows: u64,
    failure: Option<Error>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Text<'a>) -> Self {
        Self {
            text,
            decoders: None,
            columns: None,
            sink: RowSink::new(),
            scratch: String::new(),
            rows: 0,
            failure: None,
        }
    }

    /// Takes a row. After a failure the rest is only taken off the connection.
    async fn row(&mut self, row: &sqlx::mysql::MySqlRow, rows: &mut Rows<'_>) -> Reading {
        if self.failure.is_some() {
            return Reading::GoesOn;
        }
        let decoders = match &self.decoders {
            Some(decoders) => decoders,
            None => {
                self.begin(row.columns(), rows).await;
                match decode::plan(row.columns(), self.text.columns) {
                    Ok(decoders) => self.decoders.insert(decoders),
                    Err(failure) => {
                        self.failure = Some(failure);
                        return Reading::GoesOn;
                    }
                }
            }
        };
        self.rows += 1;
        if let Err(failure) = decode::row(row, decoders, &mut self.scratch, &mut self.sink) {
            self.failure = Some(failure);
        } else if self.sink.end_row() && !rows.put(self.sink.take()).await {
            return Reading::Abandoned;
        }
        Reading::GoesOn
    }

    async fn begin(&mut self, columns: &[MySqlColumn], rows: &mut Rows<'_>) {
        if !columns.is_empty() && self.text.columns.is_empty() {
            let name = |column: &MySqlColumn| column.name().to_owned();
            let result = |column| ResultColumn { name: name(column), logical_type: None };
            self.columns = Some(columns.iter().map(result).collect());
        }
        rows.begin(self.columns.as_deref()).await;
    }

    async fn finish(&mut self, prepared: &[MySqlColumn], rows: &mut Rows<'_>) -> Result<()> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if self.decoders.is_none() {
            self.begin(prepared, rows).await;
        }
        if !self.sink.is_empty() {
            rows.put(self.sink.take()).await;
        }
        Ok(())
    }
}
