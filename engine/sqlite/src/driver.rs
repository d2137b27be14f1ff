use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use versa_ast::Value;
use versa_driver::{
    BoxFuture, ConnectOptions, Connection, Driver, InUse, Intent, Outcome, ServerInfo,
    StatementRequest, StreamSender, stream_on_connection,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Access, Statement};

use crate::connect::Location;
use crate::connection::SqliteConnection;
use crate::execute::{execute, is_read_only, stream};
use crate::handle::Handle;
use crate::pool::{Readers, closed};

/// How long a statement waits for a transaction of the same process.
const ACQUIRE_TIMEOUT_MS: u64 = 5_000;

/// The primary connection; none after `close`.
pub(crate) type Primary = Option<Handle>;

/// A SQLite database.
#[derive(Debug)]
pub struct SqliteDriver {
    server: ServerInfo,
    primary: Arc<Mutex<Primary>>,
    /// None for a memory database: no second connection can see it.
    readers: Option<Arc<Readers>>,
    wait: Duration,
    /// Who has the primary.
    in_use: Arc<InUse>,
    /// Whether the primary keeps the lock of a reader.
    restless: AtomicBool,
}

impl SqliteDriver {
    pub(crate) fn new(location: Location, options: ConnectOptions, primary: Handle) -> Self {
        let wait = Duration::from_millis(options.acquire_timeout_ms.unwrap_or(ACQUIRE_TIMEOUT_MS));
        let readers = match location {
            Location::Memory => None,
            Location::File(_) => Some(Arc::new(Readers::new(location, options))),
        };
        let server =
            ServerInfo { product: "SQLite".to_owned(), version: rusqlite::version().to_owned() };
        Self {
            server,
            primary: Arc::new(Mutex::new(Some(primary))),
            readers,
            wait,
            in_use: Arc::default(),
            restless: AtomicBool::new(false),
        }
    }

    /// The primary, at once where it is free, else after waiting for who holds it.
    async fn primary(&self) -> Result<OwnedMutexGuard<Primary>> {
        let free = Arc::clone(&self.primary).try_lock_owned();
        let guard = match free {
            Ok(guard) => guard,
            Err(_) => timeout(self.wait, Arc::clone(&self.primary).lock_owned())
                .await
                .map_err(|_| self.busy())?,
        };
        if guard.is_none() { Err(closed()) } else { Ok(guard) }
    }

    /// Works with the primary, if nobody has it.
    fn on_free_primary<T>(&self, work: impl FnOnce(&Handle) -> Result<T>) -> Option<Result<T>> {
        let guard = self.primary.try_lock().ok()?;
        Some(guard.as_ref().ok_or_else(closed).and_then(work))
    }

    fn busy(&self) -> Error {
        Error::new(
            ErrorCode::Timeout,
            format!(
                "another caller of this process kept the database for more than {} ms: {}",
                self.wait.as_millis(),
                self.in_use.described()
            ),
        )
        .hint(
            "inside a transaction use its own handle, await every query in it, and keep it short; \
             or raise acquireTimeoutMs",
        )
    }

    /// The way of a statement that found the primary taken.
    async fn execute_elsewhere(&self, statement: &Statement, params: &[Value]) -> Result<Outcome> {
        if let (Some(readers), true) = (&self.readers, statement.access != Access::Write) {
            let reader = readers.acquire(self.wait).await?;
            let connection = reader.connection()?;
            if statement.access == Access::Read || is_read_only(connection, statement)? {
                return execute(connection, statement, params);
            }
        }
        let guard = self.primary().await?;
        execute(guard.as_ref().ok_or_else(closed)?, statement, params)
    }
}

impl Driver for SqliteDriver {
    fn server(&self) -> &ServerInfo {
        &self.server
    }

    fn acquire(&self, intent: Intent) -> BoxFuture<'_, Result<Box<dyn Connection>>> {
        Box::pin(async move {
            let only_reads = matches!(
                intent,
                Intent::Statement(Access::Read) | Intent::Transaction { read_only: true }
            );
            let connection = match &self.readers {
                Some(readers) if only_reads => {
                    let reader = readers.acquire(self.wait).await?;
                    SqliteConnection::reader(reader, readers.in_use().enter())
                }
                _ => SqliteConnection::primary(self.primary().await?, self.in_use.enter()),
            };
            Ok(Box::new(connection) as Box<dyn Connection>)
        })
    }

    fn answers_at_once(&self) -> bool {
        true
    }

    fn execute_now(&self, statement: &Statement, params: &[Value]) -> Option<Result<Outcome>> {
        self.on_free_primary(|handle| {
            // What writes moves the mark that readers lock, so there is nothing to keep.
            if statement.access != Access::Read {
                return execute(handle, statement, params);
            }
            let result = handle.keeping_read_lock(|| execute(handle, statement, params));
            self.restless.store(handle.keeps_read_lock(), Ordering::Relaxed);
            result
        })
    }

    fn is_restless(&self) -> bool {
        self.restless.load(Ordering::Relaxed)
    }

    fn rest(&self) {
        self.restless.store(false, Ordering::Relaxed);
        // Who holds the primary uses it, and keeps nothing.
        if let Ok(guard) = self.primary.try_lock()
            && let Some(handle) = guard.as_ref()
        {
            handle.rest();
        }
    }

    fn execute<'a>(
        &'a self,
        statement: &'a Statement,
        params: &'a [Value],
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async move {
            // Nobody was told to rest afterwards: here no lock is kept.
            match self.on_free_primary(|handle| execute(handle, statement, params)) {
                Some(result) => result,
                None => self.execute_elsewhere(statement, params).await,
            }
        })
    }

    fn execute_on_worker(
        self: Arc<Self>,
        request: StatementRequest,
    ) -> BoxFuture<'static, Result<Outcome>> {
        Box::pin(async move {
            let reads = request.statement.access == Access::Read;
            if let (Some(readers), true) = (&self.readers, reads) {
                let reader = readers.acquire(self.wait).await?;
                let holder = readers.in_use().enter();
                return on_thread(move || {
                    holder.note_statement(request.statement.text.fixed());
                    execute(reader.connection()?, &request.statement, &request.params)
                })
                .await;
            }
            let guard = self.primary().await?;
            let holder = self.in_use.enter();
            on_thread(move || {
                holder.note_statement(request.statement.text.fixed());
                let connection = guard.as_ref().ok_or_else(closed)?;
                execute(connection, &request.statement, &request.params)
            })
            .await
        })
    }

    fn stream(
        self: Arc<Self>,
        request: StatementRequest,
        sender: StreamSender,
    ) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let reads = request.statement.access == Access::Read;
            let (Some(readers), true) = (&self.readers, reads) else {
                return stream_on_connection(self.as_ref(), request, sender).await;
            };
            let failures = sender.clone();
            let result = match readers.acquire(self.wait).await {
                Ok(reader) => {
                    let holder = readers.in_use().enter();
                    on_thread(move || {
                        holder.note_statement(request.statement.text.fixed());
                        stream(reader.connection()?, &request, &sender)
                    })
                    .await
                }
                Err(error) => Err(error),
            };
            if let Err(error) = result {
                // The reader may be gone; then nobody waits for the error either.
                let _ = failures.send(Err(error)).await;
            }
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let Some(readers) = &self.readers {
                readers.close();
            }
            // Whoever holds the primary ends first; dropping the connection checkpoints the WAL.
            self.primary.lock().await.take();
        })
    }
}

async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Error::internal(format!("a SQLite thread failed: {error}"))))
}
