//! Who has the connections of a pool: for the error of a caller who waited for one in vain.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many holders an error names.
const NAMED_MAX: usize = 5;
/// How much of a statement an error quotes, in characters.
const QUOTED_MAX: usize = 120;

/// The connections that are in use.
#[derive(Debug, Default)]
pub struct InUse(Mutex<Vec<Arc<Mutex<Doing>>>>);

/// One connection in use, until it is dropped.
#[derive(Debug)]
pub struct Holder {
    home: Arc<InUse>,
    doing: Arc<Mutex<Doing>>,
}

#[derive(Debug)]
struct Doing {
    since: Instant,
    /// What was begun and not answered yet, the oldest first, and since when.
    running: VecDeque<(Arc<str>, Instant)>,
    last: Option<Arc<str>>,
    transaction: Option<Instant>,
}

impl InUse {
    /// Notes that another connection is in use.
    #[must_use]
    pub fn enter(self: &Arc<Self>) -> Holder {
        let doing = Doing {
            since: Instant::now(),
            running: VecDeque::new(),
            last: None,
            transaction: None,
        };
        let doing = Arc::new(Mutex::new(doing));
        locked(&self.0).push(Arc::clone(&doing));
        Holder { home: Arc::clone(self), doing }
    }

    /// Says what each connection in use does, those that are in use for longest first.
    #[must_use]
    pub fn described(&self) -> String {
        let mut holders: Vec<(Instant, String)> =
            locked(&self.0).iter().map(|doing| locked(doing).described()).collect();
        holders.sort_by_key(|(since, _)| *since);
        let more = holders.len().saturating_sub(NAMED_MAX);
        let mut named: Vec<String> =
            holders.into_iter().take(NAMED_MAX).map(|(_, described)| described).collect();
        if more > 0 {
            named.push(format!("{more} more"));
        }
        named.join("; ")
    }
}

impl Holder {
    /// Notes that a statement begins. Only its text: values are none of an error's business.
    pub fn begin_statement(&self, sql: &Arc<str>) {
        locked(&self.doing).running.push_back((Arc::clone(sql), Instant::now()));
    }

    /// Notes that the statement which began first was answered.
    pub fn end_statement(&self) {
        let mut doing = locked(&self.doing);
        if let Some((sql, _)) = doing.running.pop_front() {
            doing.last = Some(sql);
        }
    }

    /// Notes which statement was run last, where one is answered before anybody else can look.
    pub fn note_statement(&self, sql: Option<&Arc<str>>) {
        locked(&self.doing).last = sql.map(Arc::clone);
    }

    /// Notes whether a transaction is open now.
    pub fn set_transaction(&self, is_open: bool) {
        let mut doing = locked(&self.doing);
        match (is_open, doing.transaction) {
            (true, None) => doing.transaction = Some(Instant::now()),
            (false, Some(_)) => doing.transaction = None,
            _ => {}
        }
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let mut holders = locked(&self.home.0);
        if let Some(at) = holders.iter().position(|doing| Arc::ptr_eq(doing, &self.doing)) {
            holders.swap_remove(at);
        }
    }
}

impl Doing {
    fn described(&self) -> (Instant, String) {
        let statement = match (self.running.front(), &self.last) {
            (Some((sql, since)), _) => {
                let also = match self.running.len() - 1 {
                    0 => String::new(),
                    others => format!(" and {others} more behind it"),
                };
                format!("`{}` runs for {}{also}", quoted(sql), milliseconds(since.elapsed()))
            }
            (None, Some(sql)) => format!("no statement runs, the last was `{}`", quoted(sql)),
            (None, None) => "no statement runs".to_owned(),
        };
        let described = match self.transaction {
            Some(since) => {
                format!("a transaction is open for {}: {statement}", milliseconds(since.elapsed()))
            }
            None => format!("one is taken for {}: {statement}", milliseconds(self.since.elapsed())),
        };
        (self.since, described)
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// The beginning of a statement, on one line.
fn quoted(sql: &str) -> String {
    let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that holds the lock can leave it half-changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_holder_does() {
        let in_use = Arc::<InUse>::default();
        let idle = in_use.enter();
        let busy = in_use.enter();
        let sql: Arc<str> = "select\n  1".into();
        busy.begin_statement(&sql);
        busy.begin_statement(&sql);
        idle.set_transaction(true);
        idle.begin_statement(&sql);
        idle.end_statement();
        let described = in_use.described();
        assert!(described.contains("`select 1` runs for "), "{described}");
        assert!(described.contains(" and 1 more behind it"), "{described}");
        assert!(described.contains("a transaction is open for "), "{described}");
        assert!(described.contains("no statement runs, the last was `select 1`"), "{described}");
        drop(busy);
        idle.set_transaction(false);
        assert!(in_use.described().starts_with("one is taken for "), "{}", in_use.described());
        drop(idle);
        assert_eq!(in_use.described(), "");
    }

    #[test]
    fn few_are_named_and_long_texts_are_cut() {
        let in_use = Arc::<InUse>::default();
        let holders: Vec<Holder> = (0..8).map(|_| in_use.enter()).collect();
        holders[0].begin_statement(&"ä".repeat(500).into());
        let described = in_use.described();
        assert!(described.ends_with("; 3 more"), "{described}");
        assert!(described.contains(&format!("`{}…`", "ä".repeat(QUOTED_MAX))), "{described}");
    }
}
