//! A pool of sessions with one database server.
//!
//! A pool that asks the server for a sign of life at each taking or return doubles the round trips
//! of a small statement. This one pings only what was idle for long, knows what each session was
//! doing when it came back, and cleans up after a caller who left in the middle. What rests for too
//! long or lives for too long is closed, and what has to be there is opened, by `upkeep`.

mod upkeep;

use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use versa_error::{Error, ErrorCode, Result};

use crate::{BoxFuture, ConnectOptions, Holder, InUse, current_stop, unless_stopped};

/// A session that was idle for longer is asked for a sign of life before it is handed out.
const PING_AFTER: Duration = Duration::from_secs(30);
/// How long cleaning up may take before the session is given up.
const CLEAN_UP_LIMIT: Duration = Duration::from_secs(5);
/// The most connections of a pool that was not told.
pub const DEFAULT_MAX_CONNECTIONS: u32 = 10;
/// No server takes more, and a semaphore counts only so far.
const MAX_CONNECTIONS_LIMIT: u32 = 65_535;
const DEFAULT_ACQUIRE_TIMEOUT_MS: u64 = 30_000;
const DEFAULT_IDLE_TIMEOUT_MS: u64 = 600_000;
const DEFAULT_MAX_LIFETIME_MS: u64 = 1_800_000;

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
    min_connections: usize,
    acquire_timeout: Duration,
    ping_after: Duration,
    /// None: never.
    idle_timeout: Option<Duration>,
    /// None: for ever.
    max_lifetime: Option<Duration>,
    closed: AtomicBool,
    /// How many callers wait for a session to come back.
    waiters: AtomicUsize,
    in_use: Arc<InUse>,
    /// Tells the upkeep that a session is gone.
    was_lost: Arc<Notify>,
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
    expires: Option<Instant>,
}

impl<S> Idle<S> {
    fn new(session: S, expires: Option<Instant>) -> Self {
        Self { session, since: Instant::now(), expires }
    }
}

impl<B: Backend> Pool<B> {
    /// A pool that holds one session already, and opens as many more as there have to be.
    ///
    /// # Errors
    ///
    /// `CONNECTION_FAILED` when one of them could not be opened.
    pub async fn open(
        backend: B,
        first: B::Session,
        options: &ConnectOptions,
    ) -> Result<Arc<Self>> {
        let pool = Self::new(backend, first, options);
        if let Err(failed) = pool.fill().await {
            pool.close().await;
            return Err(failed);
        }
        pool.begin_upkeep();
        Ok(pool)
    }

    fn new(backend: B, first: B::Session, options: &ConnectOptions) -> Arc<Self> {
        let max_connections = options
            .max_connections
            .unwrap_or(DEFAULT_MAX_CONNECTIONS)
            .clamp(1, MAX_CONNECTIONS_LIMIT);
        let limit = |given: Option<u64>, default| match given.unwrap_or(default) {
            0 => None,
            milliseconds => Some(Duration::from_millis(milliseconds)),
        };
        let pool = Self {
            backend,
            idle: Mutex::new(VecDeque::new()),
            permits: Arc::new(Semaphore::new(max_connections as usize)),
            max_connections,
            min_connections: options.min_connections.unwrap_or(0).min(max_connections) as usize,
            acquire_timeout: Duration::from_millis(
                options.acquire_timeout_ms.unwrap_or(DEFAULT_ACQUIRE_TIMEOUT_MS),
            ),
            ping_after: PING_AFTER,
            idle_timeout: limit(options.idle_timeout_ms, DEFAULT_IDLE_TIMEOUT_MS),
            max_lifetime: limit(options.max_lifetime_ms, DEFAULT_MAX_LIFETIME_MS),
            closed: AtomicBool::new(false),
            waiters: AtomicUsize::new(0),
            in_use: Arc::default(),
            was_lost: Arc::default(),
            runtime: Handle::current(),
        };
        let expires = pool.expiry();
        pool.lock_idle().push_back(Idle::new(first, expires));
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
        while let Some(Idle { mut session, since, expires }) = self.pop_idle() {
            if self.backend.is_closed(&session) {
                continue;
            }
            let rested = since.elapsed();
            if expires.is_some_and(|expires| expires <= since + rested) {
                self.let_go(session);
                continue;
            }
            let is_fresh = rested <= self.ping_after;
            if is_fresh || within_limit(self.backend.is_alive(&mut session)).await == Some(true) {
                return Ok(self.lease(session, permit, expires, true));
            }
        }
        let session = unless_stopped(self.open_in_time()).await?;
        Ok(self.lease(session, permit, self.expiry(), false))
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

    async fn open_in_time(&self) -> Result<B::Session> {
        let opened = tokio::time::timeout(self.acquire_timeout, self.backend.open()).await;
        opened.map_err(|_| self.open_timed_out())?
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit> {
        self.check_open()?;
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            return Ok(permit);
        }
        let _waiter = Waiter::new(&self.waiters);
        let permit = unless_stopped(self.next_permit()).await.map_err(|failed| {
            // Whose own time was over has to know who took it, too.
            let limit = current_stop().filter(|stop| stop.is_due()).and_then(|stop| stop.limit());
            match limit.filter(|_| failed.code() == ErrorCode::Timeout) {
                Some(limit) => self.acquire_timed_out(limit),
                None => failed,
            }
        })?;
        self.check_open()?;
        Ok(permit)
    }

    async fn next_permit(&self) -> Result<OwnedSemaphorePermit> {
        let permits = Arc::clone(&self.permits);
        let waited = tokio::time::timeout(self.acquire_timeout, permits.acquire_owned()).await;
        waited.map_err(|_| self.acquire_timed_out(self.acquire_timeout))?.map_err(|_| closed())
    }

    /// What the pool knows of its database.
    pub fn backend(&self) -> &B {
        &self.backend
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

    fn acquire_timed_out(&self, limit: Duration) -> Error {
        // This caller waits still.
        let others = self.waiters.load(Ordering::Relaxed).saturating_sub(1);
        let message = format!(
            "no connection became free within {} ms: {} of {} are in use, {others} other callers \
             wait. In use: {}",
            limit.as_millis(),
            self.max_connections as usize - self.permits.available_permits(),
            self.max_connections,
            self.in_use.described()
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
        expires: Option<Instant>,
        reused: bool,
    ) -> Lease<B> {
        Lease {
            holder: self.in_use.enter(),
            pool: Arc::clone(self),
            session: Some(session),
            permit: Some(permit),
            state: SessionState::Ready,
            expires,
            reused,
        }
    }

    fn pop_idle(&self) -> Option<Idle<B::Session>> {
        // The one used last: the others may become superfluous and age.
        self.lock_idle().pop_back()
    }

    fn put_back(self: &Arc<Self>, session: B::Session, expires: Option<Instant>) {
        let idle = Idle::new(session, expires);
        let is_over = expires.is_some_and(|expires| expires <= idle.since);
        if is_over || self.closed.load(Ordering::SeqCst) {
            self.let_go(idle.session);
            self.was_lost.notify_one();
        } else {
            self.lock_idle().push_back(idle);
        }
    }

    /// Closes a session without waiting for it.
    fn let_go(self: &Arc<Self>, session: B::Session) {
        let pool = Arc::clone(self);
        self.runtime.spawn(async move {
            within_limit(pool.backend.close(session)).await;
        });
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
    expires: Option<Instant>,
    reused: bool,
    holder: Holder,
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

    /// The pool that it belongs to.
    pub fn pool(&self) -> &Arc<Pool<B>> {
        &self.pool
    }

    /// Says what the session does now.
    pub fn settle(&mut self, state: SessionState) {
        self.state = state;
        self.holder.set_transaction(state == SessionState::InTransaction);
    }

    /// What is told of the session to callers who wait in vain.
    pub fn holder(&self) -> &Holder {
        &self.holder
    }

    /// Whether the session is to be replaced as soon as nobody uses it.
    pub fn has_expired(&self, now: Instant) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
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
        self.expires = self.pool.expiry();
        self.state = SessionState::Ready;
        Ok(())
    }
}

impl<B: Backend> Drop for Lease<B> {
    fn drop(&mut self) {
        let (Some(mut session), permit) = (self.session.take(), self.permit.take()) else {
            return;
        };
        let (pool, expires) = (Arc::clone(&self.pool), self.expires);
        match self.state {
            SessionState::Ready => pool.put_back(session, expires),
            SessionState::Lost => pool.was_lost.notify_one(),
            SessionState::InTransaction => {
                self.pool.runtime.spawn(async move {
                    let rolled_back = within_limit(pool.backend.roll_back(&mut session)).await;
                    if rolled_back == Some(true) {
                        pool.put_back(session, expires);
                    }
                    drop(permit);
                });
            }
            SessionState::Running => {
                self.pool.runtime.spawn(async move {
                    within_limit(pool.backend.interrupt(&session)).await;
                    within_limit(pool.backend.close(session)).await;
                    pool.was_lost.notify_one();
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
mod tests;
