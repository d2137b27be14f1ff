use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use versa_driver::{ConnectOptions, InUse, unless_stopped};
use versa_error::{Error, ErrorCode, Result};

use crate::connect::{Location, Role, open};
use crate::handle::Handle;

/// The most readers open at once.
const MAX_READERS: u32 = 10;

/// Connections to a file that only read, opened when they are first needed.
#[derive(Debug)]
pub(crate) struct Readers {
    location: Location,
    options: ConnectOptions,
    idle: Mutex<Vec<Handle>>,
    most: u32,
    permits: Arc<Semaphore>,
    /// Who has the readers.
    in_use: Arc<InUse>,
}

impl Readers {
    pub(crate) fn new(location: Location, options: ConnectOptions) -> Self {
        let most = options.max_connections.unwrap_or(MAX_READERS).max(1);
        let permits = Arc::new(Semaphore::new(most as usize));
        Self { location, options, idle: Mutex::default(), most, permits, in_use: Arc::default() }
    }

    /// Where it is noted who has a reader.
    pub(crate) fn in_use(&self) -> &Arc<InUse> {
        &self.in_use
    }

    /// A reader, at once where one is free, else after waiting for at most `limit`.
    pub(crate) async fn acquire(self: &Arc<Self>, limit: Duration) -> Result<Reader> {
        let permit = match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => unless_stopped(self.wait(limit)).await?,
        };
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open(&self.location, &self.options, Role::Reader)?,
        };
        Ok(Reader { connection: Some(connection), home: Arc::clone(self), _permit: permit })
    }

    /// Waits until every reader came back, and closes them all.
    pub(crate) async fn close(&self) {
        // An error says that they are closed already.
        let everyone = self.permits.acquire_many(self.most).await;
        self.permits.close();
        drop(everyone);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    async fn wait(&self, limit: Duration) -> Result<OwnedSemaphorePermit> {
        let permits = Arc::clone(&self.permits);
        match timeout(limit, permits.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(closed()),
            Err(_) => Err(Error::new(
                ErrorCode::Timeout,
                format!(
                    "no reading connection became free within {} ms. In use: {}",
                    limit.as_millis(),
                    self.in_use.described()
                ),
            )
            .hint("end streams that are no longer read, or raise maxConnections")),
        }
    }
}

/// A reader in use; it goes back when dropped.
#[derive(Debug)]
pub(crate) struct Reader {
    connection: Option<Handle>,
    home: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    /// The connection; there until the drop.
    pub(crate) fn connection(&self) -> Result<&Handle> {
        self.connection.as_ref().ok_or_else(closed)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let clean = connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok();
        if clean && !self.home.permits.is_closed() {
            self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

/// The error of everything that comes after `close`.
pub(crate) fn closed() -> Error {
    Error::new(ErrorCode::ConnectionClosed, "the database was closed")
}
