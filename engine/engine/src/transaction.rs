use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::{Either, select};
use tokio::sync::{Mutex as AsyncMutex, MutexGuard, watch};
use versa_ast::Value;
use versa_driver::{
    BoxFuture, Connection, Outcome, PartSender, StatementRequest, Stop, StreamReceiver,
    StreamSender, stream_channel, unless_stopped,
};
use versa_error::{Error, ErrorCode, Result};
use versa_plan::Plan;

use crate::ending::Ending;
use crate::run;

/// A transaction: a connection that belongs to it until it ends. Statements that come while
/// another runs wait for it, in order. Dropping the last reference rolls back.
pub struct Transaction {
    connection: AsyncMutex<Option<Box<dyn Connection>>>,
    /// Set while rows stream from the connection: waiting for it could be waiting for oneself.
    streaming: Mutex<Option<StreamSender>>,
    /// Set when it is aborted: what runs or waits then ends at once.
    aborted: watch::Sender<bool>,
    /// Whether a statement was left in the middle, after which the connection can only be given up.
    interrupted: AtomicBool,
    /// That of the database.
    ending: Arc<Ending>,
}

impl Transaction {
    pub(crate) fn new(connection: Box<dyn Connection>, ending: Arc<Ending>) -> Self {
        Self {
            connection: AsyncMutex::new(Some(connection)),
            streaming: Mutex::new(None),
            aborted: watch::Sender::new(false),
            interrupted: AtomicBool::new(false),
            ending,
        }
    }

    /// Runs a plan in the transaction here and now, on the caller's thread. `None` where it would
    /// have to wait: then `execute` does.
    pub fn execute_now(&self, plan: &Plan, params: &[Value]) -> Option<Result<Outcome>> {
        let mut guard = self.connection.try_lock().ok()?;
        let connection = guard.as_deref_mut()?;
        run::now(plan, |statement| connection.execute_now(statement, params))
    }

    /// The same, until it has to stop.
    pub fn execute_now_until(
        &self,
        stop: &Stop,
        plan: &Plan,
        params: &[Value],
    ) -> Option<Result<Outcome>> {
        let mut guard = self.connection.try_lock().ok()?;
        let connection = guard.as_deref_mut()?;
        run::now(plan, |statement| connection.execute_now_until(stop, statement, params))
    }

    /// Runs a plan in the transaction; parts as in [`Database::execute`](crate::Database::execute).
    pub fn execute(
        self: &Arc<Self>,
        plan: Arc<Plan>,
        params: Vec<Value>,
        parts: PartSender,
        stop: Option<Arc<Stop>>,
    ) -> BoxFuture<'static, Result<Outcome>> {
        let this = Arc::clone(self);
        Box::pin(run::with_parts_of(Arc::clone(&plan), parts, async move {
            let work = async {
                let mut guard = this.lock().await?;
                let connection = guard.as_deref_mut().ok_or_else(over)?;
                run::in_transaction(connection, &plan, &params).await
            };
            this.unless_aborted(run::until(stop, work)).await
        }))
    }

    /// Streams the rows of a plan. The future is the work itself; spawn it.
    ///
    /// # Errors
    ///
    /// `UNSUPPORTED` for a plan of several statements.
    pub fn stream(
        self: &Arc<Self>,
        plan: &Plan,
        params: Vec<Value>,
        stop: Option<Arc<Stop>>,
    ) -> Result<(StreamReceiver, BoxFuture<'static, ()>)> {
        let request = StatementRequest { statement: run::streamed_statement(plan)?, params };
        let (sender, receiver) = stream_channel();
        let this = Arc::clone(self);
        let work = Box::pin(async move {
            let work = run::until(stop, this.stream_into(&request, &sender));
            let result = this.unless_aborted(work).await;
            if let Err(error) = result {
                // The reader may be gone; then nobody waits for the error either.
                let _ = sender.send(Err(error)).await;
            }
        });
        Ok((receiver, work))
    }

    /// Runs SQL without parameters in the transaction.
    pub fn run_sql(
        self: &Arc<Self>,
        sql: String,
        stop: Option<Arc<Stop>>,
    ) -> BoxFuture<'static, Result<()>> {
        let this = Arc::clone(self);
        Box::pin(async move {
            let work = async {
                let mut guard = this.lock().await?;
                guard.as_deref_mut().ok_or_else(over)?.run_sql(&sql).await
            };
            this.unless_aborted(run::until(stop, work)).await
        })
    }

    /// Sets a savepoint. `depth` names it: 1 for the first level of nesting.
    pub fn savepoint(self: &Arc<Self>, depth: u32) -> BoxFuture<'static, Result<()>> {
        self.run_sql(format!("SAVEPOINT versa_{depth}"), None)
    }

    /// Makes what came after a savepoint part of the transaction.
    pub fn release(self: &Arc<Self>, depth: u32) -> BoxFuture<'static, Result<()>> {
        self.run_sql(format!("RELEASE SAVEPOINT versa_{depth}"), None)
    }

    /// Takes back what came after a savepoint, and forgets it.
    pub fn rollback_to(self: &Arc<Self>, depth: u32) -> BoxFuture<'static, Result<()>> {
        let this = Arc::clone(self);
        Box::pin(async move {
            this.run_sql(format!("ROLLBACK TO SAVEPOINT versa_{depth}"), None).await?;
            this.run_sql(format!("RELEASE SAVEPOINT versa_{depth}"), None).await
        })
    }

    /// Makes the changes permanent. Afterwards, failed or not, the transaction is over.
    pub fn commit(self: &Arc<Self>) -> BoxFuture<'static, Result<()>> {
        let this = Arc::clone(self);
        Box::pin(async move {
            let mut connection = this.lock().await?.take().ok_or_else(over)?;
            connection.commit().await
        })
    }

    /// Takes the changes back. Afterwards, failed or not, the transaction is over.
    pub fn rollback(self: &Arc<Self>) -> BoxFuture<'static, Result<()>> {
        let this = Arc::clone(self);
        Box::pin(async move {
            // A stream that still runs ends when its reader goes; waiting for it is right here.
            let mut connection = this.connection.lock().await.take().ok_or_else(over)?;
            connection.rollback().await
        })
    }

    /// Takes the changes back without waiting for a statement that runs: it is interrupted, and
    /// fails with `TRANSACTION_CLOSED`, as do those that wait for their turn.
    pub fn abort(self: &Arc<Self>) -> BoxFuture<'static, Result<()>> {
        let this = Arc::clone(self);
        Box::pin(async move {
            this.aborted.send_replace(true);
            let mut connection = this.connection.lock().await.take().ok_or_else(over)?;
            if this.interrupted.load(Ordering::Acquire) {
                // Whoever gets it back interrupts the server, too, and rolls back.
                return Ok(());
            }
            connection.rollback().await
        })
    }

    /// Does something unless the transaction is aborted before or in the meantime.
    async fn unless_aborted<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let mut receiver = self.aborted.subscribe();
        let aborted = pin!(receiver.wait_for(|aborted| *aborted));
        let work = pin!(self.ending.unless_come(work));
        match select(aborted, work).await {
            Either::Left(_) => {
                self.interrupted.store(true, Ordering::Release);
                Err(over())
            }
            Either::Right((result, _)) => result,
        }
    }

    async fn stream_into(&self, request: &StatementRequest, sender: &StreamSender) -> Result<()> {
        let mut guard = self.lock().await?;
        let connection = guard.as_deref_mut().ok_or_else(over)?;
        *self.streaming() = Some(sender.clone());
        let result = connection.stream(request, sender).await;
        *self.streaming() = None;
        result
    }

    fn streaming(&self) -> std::sync::MutexGuard<'_, Option<StreamSender>> {
        self.streaming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn lock(&self) -> Result<MutexGuard<'_, Option<Box<dyn Connection>>>> {
        if let Ok(guard) = self.connection.try_lock() {
            return Ok(guard);
        }
        // A stream whose reader left is about to end.
        let read = self.streaming().as_ref().is_some_and(|sender| !sender.is_closed());
        if read {
            return Err(Error::new(
                ErrorCode::InvalidQuery,
                "a stream of this transaction is still open: its connection can do nothing else",
            )
            .hint("end the stream first, or stream outside the transaction"));
        }
        unless_stopped(async { Ok(self.connection.lock().await) }).await
    }
}

fn over() -> Error {
    Error::new(ErrorCode::TransactionClosed, "the transaction is over")
        .hint("await every query inside the transaction's function")
}
