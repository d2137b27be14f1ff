//! Sessions that several callers use at once.
//!
//! Statements outside transactions are pipelined: each is sent at once, behind those that are still
//! unanswered on the same session, and ends with a sync of its own, so that its failure is its own.
//! The rule:
//!
//! - At most [`FLOWING_MAX`] sessions are shared at a time. Until then a statement takes one more
//!   from the pool; afterwards it joins the one with the fewest statements under way. Few server
//!   processes are faster than many: more than the machine has processors only take turns.
//! - A session that has not answered anything for [`STALLED_AFTER`] is busy with something long.
//!   Nobody joins it, and it does not count: a statement takes another session, or waits for one
//!   where the pool is used up. Who joined before has to wait behind it.
//! - While somebody waits for a session, nobody joins one that is under way: it comes back to the
//!   pool as soon as its statements are answered, so transactions are not starved.
//! - Nobody joins a session whose time is over: it goes back to the pool, which replaces it.
//! - A session is leased from the pool only while statements are under way on it. When a caller
//!   leaves in the middle, its neighbours go on; the last of them leaves the session to be
//!   interrupted and closed, never earlier: a cancel request would hit whatever runs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::OnceCell;
use versa_driver::Holder;
use versa_driver::pool::{Lease, Pool};
use versa_error::{Error, ErrorCode, Result};

use crate::connect::{Server, Session};

/// How many sessions that answer quickly are shared at a time.
const FLOWING_MAX: usize = 2;
/// A session that has not answered for longer is not joined.
const STALLED_AFTER: Duration = Duration::from_millis(10);

/// The shared sessions of a database.
pub(crate) struct SharedSessions {
    pool: Arc<Pool<Server>>,
    under_way: Mutex<Vec<UnderWay>>,
}

struct UnderWay {
    shared: Arc<Shared>,
    callers: usize,
    /// When it last answered, or began.
    progress: Instant,
}

/// A session of several callers. The one who comes first leases it, the others wait for that.
#[derive(Default)]
struct Shared {
    lease: OnceCell<Result<Lease<Server>>>,
    /// Whether a caller left before the answer.
    was_left: AtomicBool,
    was_lost: AtomicBool,
    has_answered: AtomicBool,
}

impl Shared {
    fn is_usable(&self) -> bool {
        match self.lease.get() {
            None => true,
            Some(Err(_)) => false,
            Some(Ok(lease)) => {
                let is_closed = |session: &Session| session.client.is_closed();
                !self.was_lost.load(Ordering::Relaxed) && !lease.session().is_none_or(is_closed)
            }
        }
    }
}

impl Shared {
    fn has_expired(&self, now: Instant) -> bool {
        self.lease
            .get()
            .is_some_and(|lease| lease.as_ref().is_ok_and(|lease| lease.has_expired(now)))
    }

    fn holder(&self) -> Option<&Holder> {
        self.lease.get()?.as_ref().ok().map(Lease::holder)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let was_lost = !self.is_usable();
        if let Some(Ok(lease)) = self.lease.get_mut() {
            if was_lost {
                lease.settle_lost();
            } else if *self.was_left.get_mut() {
                // Without a word how it ended: the pool interrupts and closes it.
                let _ = lease.begin_work();
            } else {
                lease.confirm_alive();
            }
        }
    }
}

impl SharedSessions {
    pub(crate) fn new(pool: Arc<Pool<Server>>) -> Self {
        Self { pool, under_way: Mutex::default() }
    }

    /// A seat on a session, by the rule above.
    ///
    /// # Errors
    ///
    /// `CONNECTION_CLOSED` after the pool was closed.
    pub(crate) fn seat(&self) -> Result<Seat<'_>> {
        self.pool.check_open()?;
        let has_waiters = self.pool.has_waiters();
        let mut under_way = self.lock();
        let now = under_way.first().map(|_| Instant::now());
        let mut flowing = 0;
        let mut best: Option<&mut UnderWay> = None;
        for candidate in under_way.iter_mut() {
            let is_open = candidate.shared.lease.initialized();
            let is_stalled = is_open
                && now.is_some_and(|now| now.duration_since(candidate.progress) > STALLED_AFTER);
            let has_expired = now.is_some_and(|now| candidate.shared.has_expired(now));
            if is_stalled || has_expired || !candidate.shared.is_usable() {
                continue;
            }
            flowing += 1;
            let may_join = !(is_open && has_waiters);
            if may_join && best.as_ref().is_none_or(|best| candidate.callers < best.callers) {
                best = Some(candidate);
            }
        }
        let takes_another = flowing < FLOWING_MAX && self.pool.has_room();
        let shared = match best {
            Some(best) if !takes_another => {
                best.callers += 1;
                Arc::clone(&best.shared)
            }
            _ => {
                let shared = Arc::<Shared>::default();
                let progress = now.unwrap_or_else(Instant::now);
                under_way.push(UnderWay { shared: Arc::clone(&shared), callers: 1, progress });
                shared
            }
        };
        Ok(Seat { sessions: self, shared: Some(shared), has_begun: false, is_answered: false })
    }

    fn note_progress(&self, shared: &Arc<Shared>) {
        let mut under_way = self.lock();
        if let Some(entry) = under_way.iter_mut().find(|entry| Arc::ptr_eq(&entry.shared, shared)) {
            entry.progress = Instant::now();
        }
    }

    fn leave(&self, shared: &Arc<Shared>, is_answered: bool) {
        let mut under_way = self.lock();
        let Some(at) = under_way.iter().position(|entry| Arc::ptr_eq(&entry.shared, shared)) else {
            return;
        };
        under_way[at].callers -= 1;
        if under_way[at].callers == 0 {
            under_way.swap_remove(at);
        } else if is_answered {
            under_way[at].progress = Instant::now();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<UnderWay>> {
        // Nothing that holds the lock can leave the list half-changed.
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One caller's place on a shared session, until its statement is answered.
pub(crate) struct Seat<'a> {
    sessions: &'a SharedSessions,
    shared: Option<Arc<Shared>>,
    has_begun: bool,
    is_answered: bool,
}

impl Seat<'_> {
    /// The session, to run a statement on; the first who asks leases it.
    ///
    /// # Errors
    ///
    /// What leasing a session fails with, for all who waited for it.
    pub(crate) async fn session(&mut self, sql: &Arc<str>) -> Result<&Session> {
        let gone = || Error::new(ErrorCode::ConnectionLost, "this connection broke earlier");
        let shared = self.shared.as_ref().ok_or_else(gone)?;
        if !shared.lease.initialized() {
            shared.lease.get_or_init(|| self.sessions.pool.acquire()).await;
            self.sessions.note_progress(shared);
        }
        match shared.lease.get() {
            Some(Ok(lease)) => {
                lease.holder().begin_statement(sql);
                self.has_begun = true;
                lease.session().ok_or_else(gone)
            }
            Some(Err(failed)) => Err(failed.clone()),
            None => Err(gone()),
        }
    }

    /// Gives the seat back after an answer. True where the failure says no more than that the
    /// session had died while it rested in the pool.
    pub(crate) fn answered(mut self, failed: Option<&Error>) -> bool {
        self.is_answered = true;
        let Some(shared) = &self.shared else {
            return false;
        };
        let is_lost = failed.is_some_and(|failed| failed.code() == ErrorCode::ConnectionLost);
        if is_lost {
            shared.was_lost.store(true, Ordering::Relaxed);
        }
        let spoke = !is_lost || failed.is_some_and(|failed| failed.state().is_some());
        if spoke {
            shared.has_answered.store(true, Ordering::Relaxed);
        }
        let may_be_stale =
            shared.lease.get().is_some_and(|lease| lease.as_ref().is_ok_and(Lease::may_be_stale));
        is_lost && may_be_stale && !shared.has_answered.load(Ordering::Relaxed)
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let Some(shared) = self.shared.take() else {
            return;
        };
        if !self.is_answered {
            shared.was_left.store(true, Ordering::Relaxed);
        }
        // Statements are answered in their order.
        if let Some(holder) = shared.holder().filter(|_| self.has_begun) {
            holder.end_statement();
        }
        self.sessions.leave(&shared, self.is_answered);
    }
}
