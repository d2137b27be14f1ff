use std::sync::Arc;

use versa_ast::Value;
use versa_error::Result;
use versa_sql::{Access, Statement};

use crate::connection::{BoxFuture, Connection, StatementRequest};
use crate::{Outcome, Stop, StreamSender};

/// What a connection is wanted for. SQLite has one writer and must know; servers do not care.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Intent {
    /// One statement.
    Statement(Access),
    /// A transaction.
    Transaction {
        /// Whether it only reads.
        read_only: bool,
    },
}

/// What is known of the database after the first connection.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerInfo {
    /// `SQLite`, `PostgreSQL`, `MySQL` or `MariaDB`.
    pub product: String,
    /// Its version, as it says it.
    pub version: String,
}

/// A database that was connected to: a pool of connections.
pub trait Driver: Send + Sync {
    /// The product and version, read once.
    fn server(&self) -> &ServerInfo;

    /// A connection for the holder alone. Waits at most for the acquire timeout.
    fn acquire(&self, intent: Intent) -> BoxFuture<'_, Result<Box<dyn Connection>>>;

    /// Whether statements are mostly run here and now, on the caller's thread.
    fn answers_at_once(&self) -> bool {
        false
    }

    /// Runs one statement here and now, on the caller's thread. `None` where it would have to wait
    /// for something: then `execute` does.
    fn execute_now(&self, _statement: &Statement, _params: &[Value]) -> Option<Result<Outcome>> {
        None
    }

    /// The same, until it has to stop.
    fn execute_now_until(
        &self,
        _stop: &Stop,
        _statement: &Statement,
        _params: &[Value],
    ) -> Option<Result<Outcome>> {
        None
    }

    /// Whether something is kept for the next statement that others may be waiting for. Whoever
    /// runs statements by `execute_now` has to `rest` then, as soon as there is no further one.
    fn is_restless(&self) -> bool {
        false
    }

    /// Gives back what is kept for the next statement.
    fn rest(&self) {}

    /// Runs one statement on any connection; the same as `acquire` and `execute`, and the place
    /// where a driver saves what it can on the hottest path.
    fn execute<'a>(
        &'a self,
        statement: &'a Statement,
        params: &'a [Value],
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async move {
            let mut connection = self.acquire(Intent::Statement(statement.access)).await?;
            connection.execute(statement, params).await
        })
    }

    /// Runs one statement on a thread of its own, off the caller's. A driver whose work never
    /// blocks the caller has nothing to add.
    fn execute_on_worker(
        self: Arc<Self>,
        request: StatementRequest,
    ) -> BoxFuture<'static, Result<Outcome>>;

    /// Streams the rows of a statement on a connection of its own. Failures go to the reader too.
    fn stream(
        self: Arc<Self>,
        request: StatementRequest,
        sender: StreamSender,
    ) -> BoxFuture<'static, ()>;

    /// Closes the pool: waits for what is running, refuses what is new with `CONNECTION_CLOSED`.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// The usual `Driver::stream`: a connection streams, and a failure is sent to the reader.
pub async fn stream_on_connection(
    driver: &dyn Driver,
    request: StatementRequest,
    sender: StreamSender,
) {
    let result = async {
        let mut connection = driver.acquire(Intent::Statement(request.statement.access)).await?;
        connection.stream(&request, &sender).await
    };
    if let Err(error) = result.await {
        // The reader may be gone; then nobody waits for the error either.
        let _ = sender.send(Err(error)).await;
    }
}
