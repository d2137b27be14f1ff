//! What may stop a statement: its caller, or the time it has.
//!
//! A [`Stop`] belongs to one call. It is known to whatever runs for that call by [`with_stop`], so
//! that the statements of nobody who asked for it pay nothing.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};
use tokio::sync::Notify;
use versa_error::{Error, ErrorCode, Result};

/// How long a database may take to answer that it stopped a statement.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);
/// After which time it is asked again: between the preparing of a text and its run there is nothing
/// to stop, and PostgreSQL hears nothing while it compiles one to machine code.
const AGAIN_AFTER: Duration = Duration::from_millis(150);

/// Says when a call is to end, whether or not its statement did.
#[derive(Debug)]
pub struct Stop {
    is_cancelled: AtomicBool,
    is_cancellable: bool,
    changed: Notify,
    clock: Option<Clock>,
}

#[derive(Debug)]
struct Clock {
    limit: Duration,
    hands: Mutex<Hands>,
}

#[derive(Debug)]
struct Hands {
    /// None: beyond what can be told.
    deadline: Option<Instant>,
    /// Since when the time of somebody else passes.
    paused: Option<Instant>,
}

impl Stop {
    /// For a call that may be cancelled, or whose time begins now.
    #[must_use]
    pub fn new(is_cancellable: bool, limit: Option<Duration>) -> Arc<Self> {
        let clock = limit.map(|limit| {
            let hands = Hands { deadline: Instant::now().checked_add(limit), paused: None };
            Clock { limit, hands: Mutex::new(hands) }
        });
        let is_cancelled = AtomicBool::new(false);
        Arc::new(Self { is_cancelled, is_cancellable, changed: Notify::new(), clock })
    }

    /// Whether the caller may want to cancel it.
    #[must_use]
    pub fn is_cancellable(&self) -> bool {
        self.is_cancellable
    }

    /// Ends the call.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Release);
        self.changed.notify_waiters();
    }

    /// Whether the call was cancelled or its time is over.
    #[must_use]
    pub fn is_due(&self) -> bool {
        if self.is_cancelled.load(Ordering::Acquire) {
            return true;
        }
        self.clock.as_ref().is_some_and(|clock| {
            let hands = clock.hands();
            hands.paused.is_none() && hands.deadline.is_some_and(|at| at <= Instant::now())
        })
    }

    /// Refuses to begin what would have to end at once.
    ///
    /// # Errors
    ///
    /// `CANCELLED`, or `TIMEOUT`.
    pub fn check(&self) -> Result<()> {
        if self.is_due() { Err(self.error()) } else { Ok(()) }
    }

    /// Waits until it is due.
    pub async fn due(&self) {
        loop {
            let mut changed = pin!(self.changed.notified());
            // From here on no change is missed.
            changed.as_mut().enable();
            if self.is_due() {
                return;
            }
            match self.clock.as_ref().and_then(Clock::next) {
                Some(at) => {
                    let at = pin!(tokio::time::sleep_until(at.into()));
                    select(changed, at).await;
                }
                None => changed.await,
            }
        }
    }

    /// Waits for somebody whose time is not the statement's: a reader of rows.
    pub async fn pausing<T>(&self, work: impl Future<Output = T>) -> T {
        let Some(clock) = &self.clock else { return work.await };
        clock.pause();
        let result = work.await;
        clock.resume();
        self.changed.notify_waiters();
        result
    }

    /// The same on a thread that is blocked.
    pub fn pausing_here<T>(&self, work: impl FnOnce() -> T) -> T {
        if let Some(clock) = &self.clock {
            clock.pause();
        }
        let result = work();
        if let Some(clock) = &self.clock {
            clock.resume();
        }
        result
    }

    /// What the caller is told.
    #[must_use]
    pub fn error(&self) -> Error {
        match &self.clock {
            Some(Clock { limit, .. }) if !self.is_cancelled.load(Ordering::Acquire) => {
                let milliseconds = limit.as_millis();
                let message = format!("the statement took longer than {milliseconds} ms");
                Error::new(ErrorCode::Timeout, message)
                    .hint("make it faster, or raise timeoutMs or statementTimeoutMs")
            }
            _ => Error::new(ErrorCode::Cancelled, "the statement was cancelled")
                .hint("its signal was aborted: that is no failure of the database"),
        }
    }

    /// The same, where the database did not say that it stopped.
    fn unanswered(&self) -> Error {
        let error = self.error();
        let message = format!(
            "{}, and the database did not answer: whether it took effect is not known",
            error.message()
        );
        Error::new(error.code(), message).hint("look at the data before you run it again")
    }

    /// The time that it has.
    #[must_use]
    pub fn limit(&self) -> Option<Duration> {
        self.clock.as_ref().map(|clock| clock.limit)
    }
}

impl Clock {
    fn hands(&self) -> MutexGuard<'_, Hands> {
        // Nothing that holds the lock can leave the hands half-changed.
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When to look again; none: not before something changes.
    fn next(&self) -> Option<Instant> {
        let hands = self.hands();
        hands.deadline.filter(|_| hands.paused.is_none())
    }

    fn pause(&self) {
        self.hands().paused = Some(Instant::now());
    }

    fn resume(&self) {
        let mut hands = self.hands();
        if let Some(since) = hands.paused.take() {
            let paused = since.elapsed();
            hands.deadline = hands.deadline.and_then(|deadline| deadline.checked_add(paused));
        }
    }
}

/// Cancels when it is dropped: for work on another thread that nobody waits for any more.
#[derive(Debug)]
pub struct CancelOnDrop(pub Arc<Stop>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

tokio::task_local! {
    static STOP: Arc<Stop>;
}

/// Runs the work of one call, which ends when `stop` is due.
pub async fn with_stop<T>(stop: Arc<Stop>, work: impl Future<Output = T>) -> T {
    STOP.scope(stop, work).await
}

/// What may stop the call whose work this is.
#[must_use]
pub fn current_stop() -> Option<Arc<Stop>> {
    STOP.try_with(Arc::clone).ok()
}

/// Does something that can be left at any time, like waiting for a connection.
///
/// # Errors
///
/// That of the work; `CANCELLED` or `TIMEOUT` where the call ends before.
pub async fn unless_stopped<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let Some(stop) = current_stop() else { return work.await };
    stop.check()?;
    match select(pin!(stop.due()), pin!(work)).await {
        Either::Left(_) => Err(stop.error()),
        Either::Right((result, _)) => result,
    }
}

/// How a statement ended that could be stopped.
#[derive(Debug)]
pub enum Ended<T> {
    /// By itself.
    Itself(T),
    /// After the database was asked to stop it.
    AfterStop {
        /// What its answer was.
        result: T,
        /// How many times it was asked.
        requests: u32,
    },
    /// Not at all, as far as is known: its session is in the middle of something.
    Unanswered(Error),
}

/// Runs a statement. When its call is to end, `interrupt` asks the database to stop it, and its
/// answer is waited for: then it is certain what became of it, and its session is in order.
///
/// What `interrupt` asks for may come when the statement is over: it is for the driver to see to it
/// that the next one is not stopped in its place.
pub async fn stoppable<T, I: Future<Output = ()>>(
    stop: &Stop,
    work: impl Future<Output = T>,
    interrupt: impl Fn() -> I,
) -> Ended<T> {
    let mut work = pin!(work);
    if let Either::Left((result, _)) = select(work.as_mut(), pin!(stop.due())).await {
        return Ended::Itself(result);
    }
    let mut requests = 0;
    let stopping = async {
        loop {
            requests += 1;
            if let Either::Left((result, asking)) = select(work.as_mut(), pin!(interrupt())).await {
                asking.await;
                return result;
            }
            if let Ok(result) = tokio::time::timeout(AGAIN_AFTER, work.as_mut()).await {
                return result;
            }
        }
    };
    match tokio::time::timeout(ANSWER_LIMIT, stopping).await {
        Ok(result) => Ended::AfterStop { result, requests },
        Err(_) => Ended::Unanswered(stop.unanswered()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_ends_when_it_is_cancelled() {
        let stop = Stop::new(true, None);
        assert!(stop.check().is_ok());
        let waiting = tokio::spawn({
            let stop = Arc::clone(&stop);
            async move { stop.due().await }
        });
        tokio::task::yield_now().await;
        stop.cancel();
        waiting.await.unwrap();
        assert_eq!(stop.check().unwrap_err().code(), ErrorCode::Cancelled);
    }

    #[tokio::test]
    async fn the_time_of_a_reader_does_not_count() {
        let stop = Stop::new(false, Some(Duration::from_millis(20)));
        let reader = tokio::time::sleep(Duration::from_millis(60));
        let waited = stop.pausing(reader);
        assert!(matches!(select(pin!(stop.due()), pin!(waited)).await, Either::Right(_)));
        assert!(stop.check().is_ok());
        stop.due().await;
        let error = stop.check().unwrap_err();
        assert_eq!(error.code(), ErrorCode::Timeout);
        assert!(error.message().contains("20 ms"), "{error}");
    }

    #[tokio::test]
    async fn the_answer_of_what_was_stopped_is_waited_for() {
        let stop = Stop::new(true, None);
        stop.cancel();
        let (asked, mut asking) = tokio::sync::mpsc::channel(1);
        let work = async { asking.recv().await };
        let interrupt = || async { asked.send(7).await.unwrap() };
        let ended = stoppable(&stop, work, interrupt).await;
        let told = matches!(ended, Ended::AfterStop { result: Some(7), requests: 1 });
        assert!(told, "{ended:?}");
    }

    #[tokio::test]
    async fn who_has_no_stop_is_not_stopped() {
        assert!(current_stop().is_none());
        assert_eq!(unless_stopped(async { Ok(7) }).await, Ok(7));
        let stop = Stop::new(true, None);
        stop.cancel();
        let stopped = with_stop(stop, unless_stopped(async { Ok(7) })).await;
        assert_eq!(stopped.unwrap_err().code(), ErrorCode::Cancelled);
    }
}
