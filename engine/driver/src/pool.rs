//! A pool of sessions with one database server.
//!
//! A pool that asks the server for a sign of life at each taking or return doubles the round trips
//! of a small statement. This one pings only what was idle for long, knows what each session was
//! doing when it came back, and cleans up after a caller who left in the middle.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use versa_error::{Error, ErrorCode, Result};

use crate::{BoxFuture, ConnectOptions};

/// A session that was idle for longer is asked for a sign of life before it is handed out.
const PING_AFTER: Duration = Duration::from_secs(30);
/// A session that was idle for longer is closed.
const CLOSE_AFTER: Duration = Duration::from_secs(600);
/// How long cleaning up may take before the session is given up.
const CLEAN_UP_LIMIT: Duration = Duration::from_secs(5);
const DEFAULT_MAX_CONNECTIONS: u32 = 10;
/// No server takes more, and a semaphore counts only so far.
const MAX_CONNECTIONS_LIMIT: u32 = 65_535;
const DEFAULT_ACQUIRE_TIMEOUT_MS: u64 = 30_000;

/// What a pool needs to know of a database.
pub trait Backend: Send + Sync + 'static {
    /// A connection and what is known of it.
    type Session: Send + 'static;

    /// Opens a session.
    fn open(&self) -> BoxFuture<'_, Result<Self::Session>>;

    /// Whether the session is known, without asking, to be gone.
    fn is_closed(&self, _session: &Self::Session) -> bool {
        false
    }

    /// Whether the server still answers.
    fn is_alive<'a>(&'a self, session: &'a mut Self::Session) -> BoxFuture<'a, bool>;

    /// Takes an open transaction back. False when the session is not to be used again.
    fn roll_back<'a>(&'a self, session: &'a mut Self::Session) -> BoxFuture<'a, bool>;

    /// Stops, through another session, the statement that a session left behind is running.
    fn interrupt<'a>(&'a self, session: &'a Self::Session) -> BoxFuture<'a, ()>;

    /// Says goodbye to the server.
    fn close(&self, session: Self::Session) -> BoxFuture<'_, ()>;
}

/// What a session is doing, and so what has to happen when it comes back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SessionState {
    /// Nothing: it can be handed out again.
    Ready,
    /// A transaction is open: it has to be rolled back first.
    InTransaction,
    /// A statement runs: its answer would meet the next caller, so the session is closed.
    Running,
    /// The connection is gone.
    Lost,
}

/// The sessions of a database.
pub struct Pool<B: Backend> {
    backend: B,
    idle: Mutex<VecDeque<Idle<B::Session>>>,
    permits: Arc<Semaphore>,
    max_connections: u32,
    acquire_timeout: Duration,
    ping_after: Duration,
    close_after: Duration,
    closed: AtomicBool,
    /// How many callers wait for a session to come back.
    waiters: AtomicUsize,
    /// A lease may be dropped on a thread that knows no runtime: JavaScript's.
    runtime: Handle,
}

/// Counts a caller as waiting until it is dropped, whatever ends the waiting.
struct Waiter<'a>(&'a AtomicUsize);

impl<'a> Waiter<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Idle<S> {
    session: S,
    since: Instant,
}

impl<B: Backend> Pool<B> {
    /// A pool that holds one session already.
    pub fn new(backend: B, first: B::Session, options: &ConnectOptions) -> Arc<Self> {
        let max_connections = options
            .max_connections
            .unwrap_or(DEFAULT_MAX_CONNECTIONS)
            .clamp(1, MAX_CONNECTIONS_LIMIT);
        let pool = Self {
            backend,
            idle: Mutex::new(VecDeque::new()),
            permits: Arc::new(Semaphore::new(max_connections as usize)),
            max_connections,
            acquire_timeout: Duration::from_millis(
                options.acquire_timeout_ms.unwrap_or(DEFAULT_ACQUIRE_TIMEOUT_MS),
            ),
            ping_after: PING_AFTER,
            close_after: CLOSE_AFTER,
            closed: AtomicBool::new(false),
            waiters: AtomicUsize::new(0),
            runtime: Handle::current(),
        };
        pool.lock_idle().push_back(Idle { session: first, since: Instant::now() });
        Arc::new(pool)
    }

    /// A session for the caller alone.
    ///
    /// # Errors
    ///
    /// `TIMEOUT` when none became free in time, `CONNECTION_CLOSED` after [`Pool::close`],
    /// `CONNECTION_FAILED` when a new one was needed and could not be opened.
    pub async fn acquire(self: &Arc<Self>) -> Result<Lease<B>> {
        let permit = self.permit().await?;
        while let Some(Idle { mut session, since }) = self.pop_idle() {
            if self.backend.is_closed(&session) {
                continue;
            }
            let rested = since.elapsed() > self.ping_after;
            if !rested || within_limit(self.backend.is_alive(&mut session)).await == Some(true) {
                return Ok(self.lease(session, permit, true));
            }
        }
        let opened = tokio::time::timeout(self.acquire_timeout, self.backend.open()).await;
        let session = opened.map_err(|_| self.open_timed_out())??;
        Ok(self.lease(session, permit, false))
    }

    /// Waits until every session came back and closes them all.
    pub async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        let everyone = self.permits.acquire_many(self.max_connections).await;
        while let Some(Idle { session, .. }) = self.pop_idle() {
            within_limit(self.backend.close(session)).await;
        }
        drop(everyone);
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit> {
        self.check_open()?;
        let permits = Arc::clone(&self.permits);
        if let Ok(permit) = Arc::clone(&permits).try_acquire_owned() {
            return Ok(permit);
        }
        let _waiter = Waiter::new(&self.waiters);
        let waited = tokio::time::timeout(self.acquire_timeout, permits.acquire_owned()).await;
        let permit = waited.map_err(|_| self.acquire_timed_out())?.map_err(|_| closed())?;
        self.check_open()?;
        Ok(permit)
    }

    /// Whether another session could be leased without waiting.
    pub fn has_room(&self) -> bool {
        self.permits.available_permits() > 0
    }

    /// Whether somebody waits for a session to come back.
    pub fn has_waiters(&self) -> bool {
        self.waiters.load(Ordering::Relaxed) > 0
    }

    /// Whether sessions are still handed out.
    ///
    /// # Errors
    ///
    /// `CONNECTION_CLOSED` after [`Pool::close`].
    pub fn check_open(&self) -> Result<()> {
        if self.closed.load(Ordering::SeqCst) { Err(closed()) } else { Ok(()) }
    }

    fn acquire_timed_out(&self) -> Error {
        let message = format!(
            "no connection became free within {} ms: all {} of the pool are in use",
            self.acquire_timeout.as_millis(),
            self.max_connections
        );
        Error::new(ErrorCode::Timeout, message).hint(
            "look for transactions and streams that are never ended, or raise maxConnections \
             or acquireTimeoutMs",
        )
    }

    fn open_timed_out(&self) -> Error {
        let milliseconds = self.acquire_timeout.as_millis();
        Error::new(
            ErrorCode::Timeout,
            format!("a new connection was not open within {milliseconds} ms"),
        )
        .hint("the server or the network is slow: look there, or raise acquireTimeoutMs")
    }

    fn lease(
        self: &Arc<Self>,
        session: B::Session,
        permit: OwnedSemaphorePermit,
        reused: bool,
    ) -> Lease<B> {
        Lease {
            pool: Arc::clone(self),
            session: Some(session),
            permit: Some(permit),
            state: SessionState::Ready,
            reused,
        }
    }

    fn pop_idle(&self) -> Option<Idle<B::Session>> {
        // The one used last: the others may become superfluous and age.
        self.lock_idle().pop_back()
    }

    fn put_back(self: &Arc<Self>, session: B::Session) {
        let superfluous = if self.closed.load(Ordering::SeqCst) {
            Some(session)
        } else {
            let mut idle = self.lock_idle();
            idle.push_back(Idle { session, since: Instant::now() });
            let aged = idle.front().is_some_and(|oldest| oldest.since.elapsed() > self.close_after);
            if aged { idle.pop_front().map(|oldest| oldest.session) } else { None }
        };
        if let Some(session) = superfluous {
            let pool = Arc::clone(self);
            self.runtime.spawn(async move {
                within_limit(pool.backend.close(session)).await;
            });
        }
    }

    fn forget_idle(&self) {
        self.lock_idle().clear();
    }

    fn lock_idle(&self) -> MutexGuard<'_, VecDeque<Idle<B::Session>>> {
        // Nothing that holds the lock can leave the queue half-changed.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session in the hands of one caller. Dropping it gives it back, or cleans up behind it.
pub struct Lease<B: Backend> {
    pool: Arc<Pool<B>>,
    session: Option<B::Session>,
    permit: Option<OwnedSemaphorePermit>,
    state: SessionState,
    reused: bool,
}

impl<B: Backend> Lease<B> {
    /// The session, to run something on it. Until [`Lease::settle`] says how it went, the
    /// session counts as running, so that a caller who leaves in between leaves no half answer.
    ///
    /// # Errors
    ///
    /// `CONNECTION_LOST` where it broke before, or a statement was given up in the middle.
    pub fn begin_work(&mut self) -> Result<&mut B::Session> {
        let reason = match (&mut self.session, self.state) {
            (Some(session), SessionState::Ready | SessionState::InTransaction) => {
                self.state = SessionState::Running;
                return Ok(session);
            }
            (_, SessionState::Running) => "a statement on this connection was given up earlier",
            _ => "this connection broke earlier",
        };
        Err(Error::new(ErrorCode::ConnectionLost, reason)
            .hint("use another connection; run a transaction again from its beginning"))
    }

    /// The session, for a holder who lets several callers use it at once and settles for them all
    /// when the last is done. None where it is gone.
    pub fn session(&self) -> Option<&B::Session> {
        self.session.as_ref()
    }

    /// Says what the session does now.
    pub fn settle(&mut self, state: SessionState) {
        self.state = state;
    }

    /// Says that the connection is gone. Where it died while it rested in the pool, the others that
    /// rest there did too, most likely: after a restart of the server.
    pub fn settle_lost(&mut self) {
        self.state = SessionState::Lost;
        if self.reused {
            self.pool.forget_idle();
        }
    }

    /// Whether nothing more can be run: the connection is gone, or in the middle of something.
    pub fn is_unusable(&self) -> bool {
        matches!(self.state, SessionState::Lost | SessionState::Running)
    }

    /// Whether the session rested in the pool before, so that it may have died there unnoticed.
    pub fn may_be_stale(&self) -> bool {
        self.reused
    }

    /// Says that the server answered: whatever fails now has another reason than a long rest.
    pub fn confirm_alive(&mut self) {
        self.reused = false;
    }

    /// Replaces a session that died in the pool by a new one.
    ///
    /// # Errors
    ///
    /// `CONNECTION_FAILED` when it could not be opened.
    pub async fn replace(&mut self) -> Result<()> {
        self.session = None;
        self.state = SessionState::Lost;
        self.reused = false;
        self.session = Some(self.pool.backend.open().await?);
        self.state = SessionState::Ready;
        Ok(())
    }
}

impl<B: Backend> Drop for Lease<B> {
    fn drop(&mut self) {
        let (Some(mut session), permit) = (self.session.take(), self.permit.take()) else {
            return;
        };
        let pool = Arc::clone(&self.pool);
        match self.state {
            SessionState::Ready => pool.put_back(session),
            SessionState::Lost => {}
            SessionState::InTransaction => {
                self.pool.runtime.spawn(async move {
                    let rolled_back = within_limit(pool.backend.roll_back(&mut session)).await;
                    if rolled_back == Some(true) {
                        pool.put_back(session);
                    }
                    drop(permit);
                });
            }
            SessionState::Running => {
                self.pool.runtime.spawn(async move {
                    within_limit(pool.backend.interrupt(&session)).await;
                    within_limit(pool.backend.close(session)).await;
                    drop(permit);
                });
            }
        }
    }
}

async fn within_limit<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(CLEAN_UP_LIMIT, work).await.ok()
}

fn closed() -> Error {
    Error::new(ErrorCode::ConnectionClosed, "the database was closed before this call")
        .hint("call close() only after the last query, or connect again")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    /// Sessions are numbers; those from `dead_below` down do not answer.
    #[derive(Default)]
    struct Counting {
        opened: AtomicU32,
        pinged: AtomicU32,
        closed: AtomicU32,
        dead_below: u32,
    }

    fn count(counter: &AtomicU32) -> u32 {
        counter.fetch_add(1, Ordering::SeqCst) + 1
    }

    impl Backend for Counting {
        type Session = u32;

        fn open(&self) -> BoxFuture<'_, Result<u32>> {
            Box::pin(async { Ok(count(&self.opened)) })
        }

        fn is_alive<'a>(&'a self, session: &'a mut u32) -> BoxFuture<'a, bool> {
            count(&self.pinged);
            Box::pin(async { *session >= self.dead_below })
        }

        fn roll_back<'a>(&'a self, _session: &'a mut u32) -> BoxFuture<'a, bool> {
            Box::pin(async { true })
        }

        fn interrupt<'a>(&'a self, _session: &'a u32) -> BoxFuture<'a, ()> {
            Box::pin(async {})
        }

        fn close(&self, _session: u32) -> BoxFuture<'_, ()> {
            count(&self.closed);
            Box::pin(async {})
        }
    }

    fn pool(backend: Counting, set: impl FnOnce(&mut Pool<Counting>)) -> Arc<Pool<Counting>> {
        let mut pool = Pool::new(backend, 0, &ConnectOptions::default());
        set(Arc::get_mut(&mut pool).expect("the only holder"));
        pool
    }

    #[tokio::test]
    async fn only_what_rested_long_is_asked_for_a_sign_of_life() {
        let pool = pool(Counting::default(), |_| {});
        for _ in 0..3 {
            assert!(pool.acquire().await.expect("a session").may_be_stale());
        }
        assert_eq!(pool.backend.pinged.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn what_died_at_rest_is_replaced() {
        let backend = Counting { dead_below: 1, ..Counting::default() };
        let pool = pool(backend, |pool| pool.ping_after = Duration::ZERO);
        let lease = pool.acquire().await.expect("a session");
        assert_eq!((lease.session, lease.may_be_stale()), (Some(1), false));
        drop(lease);
        let lease = pool.acquire().await.expect("a session");
        assert_eq!((lease.session, lease.may_be_stale()), (Some(1), true));
        assert_eq!(pool.backend.pinged.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn what_nobody_needs_is_closed() {
        let pool = pool(Counting::default(), |pool| pool.close_after = Duration::ZERO);
        let (one, other) = (pool.acquire().await, pool.acquire().await);
        drop((one, other));
        tokio::task::yield_now().await;
        assert!(pool.backend.closed.load(Ordering::SeqCst) >= 1);
        assert!(pool.lock_idle().len() <= 1);
    }
}
