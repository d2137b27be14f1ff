//! The pool with sessions that are numbers.

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
    assert_eq!((lease.session().copied(), lease.may_be_stale()), (Some(1), false));
    drop(lease);
    let lease = pool.acquire().await.expect("a session");
    assert_eq!((lease.session().copied(), lease.may_be_stale()), (Some(1), true));
    assert_eq!(pool.backend.pinged.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_nobody_needs_is_closed() {
    let pool = pool(Counting::default(), |pool| {
        pool.idle_timeout = Some(Duration::ZERO);
        pool.min_connections = 1;
    });
    let (one, two) = (pool.acquire().await, pool.acquire().await);
    drop((one, two));
    tokio::time::sleep(Duration::from_millis(2)).await;
    assert_eq!(pool.take_superfluous().len(), 1);
    assert_eq!(pool.lock_idle().len(), 1, "as many as there have to be are kept");
}

#[tokio::test]
async fn what_has_to_be_there_is_opened() {
    let options = ConnectOptions {
        max_connections: Some(4),
        min_connections: Some(3),
        ..ConnectOptions::default()
    };
    let pool = Pool::open(Counting::default(), 0, &options).await.expect("a pool");
    assert_eq!(pool.lock_idle().len(), 3);
    let mut lease = pool.acquire().await.expect("a session");
    lease.begin_work().expect("it is there");
    lease.settle(SessionState::Lost);
    drop(lease);
    while pool.lock_idle().len() < 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(pool.backend.opened.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn what_is_old_is_replaced() {
    let pool = pool(Counting::default(), |pool| pool.max_lifetime = Some(Duration::ZERO));
    pool.lock_idle().iter_mut().for_each(|idle| idle.expires = Some(Instant::now()));
    let lease = pool.acquire().await.expect("a session");
    assert_eq!((lease.session().copied(), lease.may_be_stale()), (Some(1), false));
    assert!(lease.has_expired(Instant::now()));
    drop(lease);
    assert_eq!(pool.lock_idle().len(), 0, "it is not handed out again");
}

#[tokio::test]
async fn lifetimes_differ_and_are_never_longer() {
    let lifetime = Duration::from_secs(1_000);
    let pool = pool(Counting::default(), |pool| pool.max_lifetime = Some(lifetime));
    let begin = Instant::now();
    let ends: Vec<Instant> = (0..20).filter_map(|_| pool.expiry()).collect();
    assert_eq!(ends.len(), 20);
    for end in &ends {
        let lives = end.saturating_duration_since(begin);
        assert!(lives >= lifetime.mul_f64(0.9) && lives <= lifetime + begin.elapsed(), "{lives:?}");
    }
    assert!(ends.iter().any(|end| end.saturating_duration_since(ends[0]).as_secs() != 0
        || ends[0].saturating_duration_since(*end).as_secs() != 0));
}
