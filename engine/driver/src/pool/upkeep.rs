//! Closes sessions that rest or live for too long, and opens those that have to be there.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use futures_util::future;
use versa_error::Result;

use super::{Backend, Idle, Pool, within_limit};

/// How often is looked, at least and at most.
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl<B: Backend> Pool<B> {
    /// When a session that is opened now is to be replaced: up to a tenth before its time is over,
    /// so that those opened together do not end together.
    pub(super) fn expiry(&self) -> Option<Instant> {
        let lifetime = self.max_lifetime?;
        let random = RandomState::new().build_hasher().finish() % 1_000;
        let early = lifetime.mul_f64(f64::from(u32::try_from(random).unwrap_or(0)) / 10_000.0);
        Instant::now().checked_add(lifetime.saturating_sub(early))
    }

    /// Opens sessions until there are as many as there have to be. Each is opened with a permit, so
    /// that there are never more than there may be.
    ///
    /// # Errors
    ///
    /// `CONNECTION_FAILED` when one could not be opened; the others were.
    pub(super) async fn fill(&self) -> Result<()> {
        if self.closed.load(Ordering::SeqCst) {
            return Ok(());
        }
        let missing = self.min_connections.saturating_sub(self.session_count());
        let permits =
            (0..missing).map_while(|_| Arc::clone(&self.permits).try_acquire_owned().ok());
        let opened = future::join_all(permits.map(|permit| async move {
            let session = self.backend.open().await?;
            self.lock_idle().push_front(Idle::new(session, self.expiry()));
            drop(permit);
            Ok(())
        }));
        opened.await.into_iter().collect()
    }

    /// Keeps the sessions in order for as long as somebody has the pool.
    pub(super) fn begin_upkeep(self: &Arc<Self>) {
        let shortest = [self.idle_timeout, self.max_lifetime].into_iter().flatten().min();
        let pause = shortest
            .map_or(LONGEST_PAUSE, |limit| (limit / 4).clamp(SHORTEST_PAUSE, LONGEST_PAUSE));
        let (pool, was_lost) = (Arc::downgrade(self), Arc::clone(&self.was_lost));
        self.runtime.spawn(async move {
            while let Some(pool) = still_open(&pool) {
                pool.close_superfluous().await;
                // The next round tries again. Who needs a session meanwhile is told what is wrong.
                let _ = pool.fill().await;
                drop(pool);
                // Ends early, in any case without a word, where a session is missing.
                let _ = tokio::time::timeout(pause, was_lost.notified()).await;
            }
        });
    }

    fn session_count(&self) -> usize {
        let in_use = self.max_connections as usize - self.permits.available_permits();
        self.lock_idle().len() + in_use
    }

    async fn close_superfluous(&self) {
        for session in self.take_superfluous() {
            within_limit(self.backend.close(session)).await;
        }
    }

    pub(super) fn take_superfluous(&self) -> Vec<B::Session> {
        let now = Instant::now();
        let in_use = self.max_connections as usize - self.permits.available_permits();
        let mut superfluous = Vec::new();
        let mut idle = self.lock_idle();
        // Those at the front rest for longest.
        for _ in 0..idle.len() {
            let Some(oldest) = idle.pop_front() else { break };
            let is_over = oldest.expires.is_some_and(|expires| expires <= now);
            let rested = now.saturating_duration_since(oldest.since);
            let is_needed = idle.len() + in_use < self.min_connections;
            let is_tired = self.idle_timeout.is_some_and(|limit| rested > limit);
            if is_over || self.backend.is_closed(&oldest.session) || is_tired && !is_needed {
                superfluous.push(oldest.session);
            } else {
                idle.push_back(oldest);
            }
        }
        superfluous
    }
}

fn still_open<B: Backend>(pool: &Weak<Pool<B>>) -> Option<Arc<Pool<B>>> {
    pool.upgrade().filter(|pool| !pool.closed.load(Ordering::SeqCst))
}
