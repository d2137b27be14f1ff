use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use versa_ast::Value;
use versa_driver::{
    BoxFuture, CancelOnDrop, ConnectOptions, Connection, Driver, InUse, Intent, Outcome,
    ServerInfo, StatementRequest, Stop, StreamSender, current_stop, stream_on_connection,
    unless_stopped,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Access, Statement};

use crate::connect::Location;
use crate::connection::SqliteConnection;
use crate::execute::{execute, is_read_only, stream};
use crate::handle::Handle;
use crate::pool::{Readers, closed};
use crate::stopping::stoppable;

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
            Err(_) => unless_stopped(self.primary_in_time()).await?,
        };
        if guard.is_none() { Err(closed()) } else { Ok(guard) }
    }

    async fn primary_in_time(&self) -> Result<OwnedMutexGuard<Primary>> {
        let waited = timeout(self.wait, Arc::clone(&self.primary).lock_owned()).await;
        waited.map_err(|_| self.busy())
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
                return execute_until(connection, statement, params);
            }
        }
        let guard = self.primary().await?;
        execute_until(guard.as_ref().ok_or_else(closed)?, statement, params)
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

    fn execute_now_until(
        &self,
        stop: &Stop,
        statement: &Statement,
        params: &[Value],
    ) -> Option<Result<Outcome>> {
        self.on_free_primary(|handle| {
            stoppable(handle, stop, || execute(handle, statement, params))
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
            match self.on_free_primary(|handle| execute_until(handle, statement, params)) {
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
            let stop = stop_of_thread();
            let _left = CancelOnDrop(Arc::clone(&stop));
            let reads = request.statement.access == Access::Read;
            if let (Some(readers), true) = (&self.readers, reads) {
                let reader = readers.acquire(self.wait).await?;
                let holder = readers.in_use().enter();
                return on_thread(move || {
                    holder.note_statement(request.statement.text.fixed());
                    let handle = reader.connection()?;
                    stoppable(handle, &stop, || {
                        execute(handle, &request.statement, &request.params)
                    })
                })
                .await;
            }
            let guard = self.primary().await?;
            let holder = self.in_use.enter();
            on_thread(move || {
                holder.note_statement(request.statement.text.fixed());
                let handle = guard.as_ref().ok_or_else(closed)?;
                stoppable(handle, &stop, || execute(handle, &request.statement, &request.params))
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
            let stop = stop_of_thread();
            let _left = CancelOnDrop(Arc::clone(&stop));
            let failures = sender.clone();
            let result = match readers.acquire(self.wait).await {
                Ok(reader) => {
                    let holder = readers.in_use().enter();
                    on_thread(move || {
                        holder.note_statement(request.statement.text.fixed());
                        let handle = reader.connection()?;
                        stoppable(handle, &stop, || stream(handle, &request, &sender, &stop))
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
                readers.close().await;
            }
            // Whoever holds the primary ends first; dropping the connection checkpoints the WAL.
            self.primary.lock().await.take();
        })
    }
}

/// Runs a statement until its call is to end, if it may end early.
fn execute_until(handle: &Handle, statement: &Statement, params: &[Value]) -> Result<Outcome> {
    match current_stop() {
        Some(stop) => stoppable(handle, &stop, || execute(handle, statement, params)),
        None => execute(handle, statement, params),
    }
}

/// What stops a statement on a thread of its own: also nobody waiting for it any more.
fn stop_of_thread() -> Arc<Stop> {
    current_stop().unwrap_or_else(|| Stop::new(true, None))
}

pub(crate) async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Error::internal(format!("a SQLite thread failed: {error}"))))
}
