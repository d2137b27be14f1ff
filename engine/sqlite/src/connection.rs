use tokio::spawn;
use tokio::sync::OwnedMutexGuard;
use versa_ast::Value;
use versa_driver::{
    BoxFuture, Connection, Holder, Outcome, StatementRequest, StreamItem, StreamSender,
    TransactionOptions,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::Statement;

use crate::driver::Primary;
use crate::error::{map_error, map_error_of};
use crate::execute::execute;
use crate::handle::Handle;
use crate::pool::{Reader, closed};

/// A connection that its holder has for itself.
#[derive(Debug)]
pub(crate) struct SqliteConnection {
    place: Place,
    /// What is told of it to callers who wait in vain.
    holder: Holder,
    /// Whether a transaction was begun and not ended here. SQLite may have ended it already: a full
    /// disk or an aborting trigger does.
    began: bool,
    /// Whether that transaction made its connection refuse writes.
    query_only: bool,
}

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one per transaction, in a box")]
enum Place {
    Primary(OwnedMutexGuard<Primary>),
    Reader(Reader),
}

impl SqliteConnection {
    /// A place on the one connection that writes.
    pub(crate) fn primary(guard: OwnedMutexGuard<Primary>, holder: Holder) -> Self {
        Self { place: Place::Primary(guard), holder, began: false, query_only: false }
    }

    /// A connection that only reads.
    pub(crate) fn reader(reader: Reader, holder: Holder) -> Self {
        Self { place: Place::Reader(reader), holder, began: false, query_only: false }
    }

    fn execute_here(&self, statement: &Statement, params: &[Value]) -> Result<Outcome> {
        self.holder.note_statement(statement.text.fixed());
        execute(self.raw()?, statement, params)
    }

    fn raw(&self) -> Result<&Handle> {
        match &self.place {
            Place::Primary(guard) => guard.as_ref().ok_or_else(closed),
            Place::Reader(reader) => reader.connection(),
        }
    }

    fn run(&self, sql: &str) -> Result<()> {
        self.raw()?.execute_batch(sql).map_err(|error| map_error_of(error, sql))
    }

    fn end(&mut self, sql: &str) -> Result<()> {
        let result = self.raw()?.control(sql);
        if result.is_err() {
            self.abandon();
        }
        self.allow_writes()?;
        result
    }

    /// A read-only transaction of a memory database runs on the primary, which others write on.
    fn allow_writes(&mut self) -> Result<()> {
        if std::mem::take(&mut self.query_only) && matches!(self.place, Place::Primary(_)) {
            self.run("PRAGMA query_only = OFF")?;
        }
        Ok(())
    }

    fn abandon(&self) {
        if let Ok(connection) = self.raw()
            && !connection.is_autocommit()
        {
            // Nothing more can be done where even this fails; SQLite rolls back when it closes.
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
}

impl Drop for SqliteConnection {
    fn drop(&mut self) {
        let open = self.raw().is_ok_and(|connection| !connection.is_autocommit());
        if open {
            self.abandon();
            let _ = self.allow_writes();
        }
    }
}

impl Connection for SqliteConnection {
    fn execute_now(&mut self, statement: &Statement, params: &[Value]) -> Option<Result<Outcome>> {
        Some(self.execute_here(statement, params))
    }

    fn execute<'a>(
        &'a mut self,
        statement: &'a Statement,
        params: &'a [Value],
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async move { self.execute_here(statement, params) })
    }

    fn stream<'a>(
        &'a mut self,
        request: &'a StatementRequest,
        sender: &'a StreamSender,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let outcome = self.execute_here(&request.statement, &request.params)?;
            let columns = outcome.columns.map(StreamItem::Columns);
            let chunks = outcome.chunks.into_iter().map(StreamItem::Chunk);
            let items = columns.into_iter().chain(chunks);
            let sender = sender.clone();
            // The rows are here; handing them out must not keep the connection from others, least
            // of all from the reader, who may write between two rows.
            spawn(async move {
                for item in items {
                    if sender.send(Ok(item)).await.is_err() {
                        break;
                    }
                }
            });
            Ok(())
        })
    }

    fn run_sql<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { self.run(sql) })
    }

    fn begin(&mut self, options: TransactionOptions) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            if options.read_only {
                self.raw()?.control("BEGIN DEFERRED")?;
                self.query_only = true;
                self.raw()?.execute_batch("PRAGMA query_only = ON").map_err(map_error)?;
            } else {
                // Taking the write lock now, not at the first write: a transaction that read first
                // and then finds another writer could only fail.
                self.raw()?.control("BEGIN IMMEDIATE")?;
            }
            self.began = true;
            self.holder.set_transaction(true);
            Ok(())
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let began = std::mem::take(&mut self.began);
            if !began || self.raw()?.is_autocommit() {
                return Err(over());
            }
            self.end("COMMIT")
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            if !std::mem::take(&mut self.began) {
                return Err(over());
            }
            if self.raw()?.is_autocommit() { Ok(()) } else { self.end("ROLLBACK") }
        })
    }
}

fn over() -> Error {
    Error::new(
        ErrorCode::TransactionClosed,
        "there is no open transaction: it was ended, or a failure ended it",
    )
}
