use std::sync::Arc;

use tokio::spawn;
use tokio::sync::OwnedMutexGuard;
use versa_ast::Value;
use versa_driver::{
    BoxFuture, CancelOnDrop, Connection, Holder, Outcome, StatementRequest, Stop, StreamItem,
    StreamSender, TransactionOptions, current_stop,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::Statement;

use crate::driver::{Primary, on_thread};
use crate::error::map_error_of;
use crate::execute::execute;
use crate::handle::Handle;
use crate::pool::{Reader, closed};
use crate::stopping::stoppable;

/// A connection that its holder has for itself.
#[derive(Debug)]
pub(crate) struct SqliteConnection {
    /// None while a thread has it, which then ends what was begun.
    held: Option<Held>,
}

/// What is held: a place, and what was begun there.
#[derive(Debug)]
struct Held {
    place: Place,
    /// What is told of it to callers who wait in vain.
    holder: Holder,
    /// Whether a transaction was begun and not ended here. SQLite may have ended it already: a full
    /// disk, an aborting trigger or a write that was stopped does.
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
        Self::new(Place::Primary(guard), holder)
    }

    /// A connection that only reads.
    pub(crate) fn reader(reader: Reader, holder: Holder) -> Self {
        Self::new(Place::Reader(reader), holder)
    }

    fn new(place: Place, holder: Holder) -> Self {
        Self { held: Some(Held { place, holder, began: false, query_only: false }) }
    }

    fn held(&mut self) -> Result<&mut Held> {
        self.held.as_mut().ok_or_else(|| {
            let message = "a statement on this connection was given up earlier";
            Error::new(ErrorCode::ConnectionLost, message).hint("run the transaction again")
        })
    }

    /// Works until the call is to end, if it may end early. What can be cancelled runs on another
    /// thread: on the caller's own, nobody could cancel it.
    async fn stoppably<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Held) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let Some(stop) = current_stop() else { return work(self.held()?) };
        if !stop.is_cancellable() {
            return self.held()?.until(&stop, work);
        }
        stop.check()?;
        self.held()?;
        let Some(held) = self.held.take() else { return Err(closed()) };
        let _left = CancelOnDrop(Arc::clone(&stop));
        let (held, result) = on_thread(move || {
            let result = held.until(&stop, work);
            Ok((held, result))
        })
        .await?;
        self.held = Some(held);
        result
    }
}

impl Held {
    fn until<T>(&self, stop: &Stop, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        stoppable(self.raw()?, stop, || work(self))
    }

    fn execute_here(&self, statement: &Statement, params: &[Value]) -> Result<Outcome> {
        self.holder.note_statement(statement.text.fixed());
        let handle = self.raw()?;
        if self.began && handle.is_autocommit() {
            // It would run outside of any, and stay.
            return Err(over());
        }
        execute(handle, statement, params)
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

impl Drop for Held {
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
        Some(self.held().and_then(|held| held.execute_here(statement, params)))
    }

    fn execute_now_until(
        &mut self,
        stop: &Stop,
        statement: &Statement,
        params: &[Value],
    ) -> Option<Result<Outcome>> {
        let run = |held: &Held| held.execute_here(statement, params);
        Some(self.held().and_then(|held| held.until(stop, run)))
    }

    fn execute<'a>(
        &'a mut self,
        statement: &'a Statement,
        params: &'a [Value],
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async move {
            if current_stop().is_none() {
                return self.held()?.execute_here(statement, params);
            }
            let (statement, params) = (statement.clone(), params.to_vec());
            self.stoppably(move |held| held.execute_here(&statement, &params)).await
        })
    }

    fn stream<'a>(
        &'a mut self,
        request: &'a StatementRequest,
        sender: &'a StreamSender,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let (statement, params) = (Arc::clone(&request.statement), request.params.clone());
            let run = move |held: &Held| held.execute_here(&statement, &params);
            let outcome = self.stoppably(run).await?;
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
        Box::pin(async move {
            let sql = sql.to_owned();
            self.stoppably(move |held| held.run(&sql)).await
        })
    }

    fn begin(&mut self, options: TransactionOptions) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            if options.read_only {
                let held = self.held()?;
                held.raw()?.control("BEGIN DEFERRED")?;
                held.query_only = true;
                held.run("PRAGMA query_only = ON")?;
            } else {
                // Taking the write lock now, not at the first write: a transaction that read first
                // and then finds another writer could only fail.
                self.stoppably(|held| held.raw()?.control("BEGIN IMMEDIATE")).await?;
            }
            let held = self.held()?;
            held.began = true;
            held.holder.set_transaction(true);
            Ok(())
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let held = self.held()?;
            let began = std::mem::take(&mut held.began);
            if !began || held.raw()?.is_autocommit() {
                return Err(over());
            }
            held.end("COMMIT")
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            // What a thread still has, it rolls back when it is done.
            let Some(held) = &mut self.held else { return Ok(()) };
            if !std::mem::take(&mut held.began) {
                return Err(over());
            }
            if held.raw()?.is_autocommit() { Ok(()) } else { held.end("ROLLBACK") }
        })
    }
}

fn over() -> Error {
    Error::new(
        ErrorCode::TransactionClosed,
        "there is no open transaction: it was ended, or a failure ended it",
    )
}
