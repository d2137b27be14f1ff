//! What a session has prepared: the texts used last, up to a limit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;
use tokio_postgres::Statement;

/// A text's place: filled by whoever prepares it first, and waited for by whoever comes meanwhile.
pub(crate) type Place = Arc<OnceCell<Statement>>;

/// The prepared statements of one session. One that is dropped here is closed at the server as soon
/// as nobody runs it any more.
pub(crate) struct PreparedStatements {
    entries: Mutex<Entries>,
    max: usize,
}

/// The most text that a session keeps, in bytes: many rows may stand in their statement.
const LENGTH_MAX: usize = 4 << 20;

#[derive(Default)]
struct Entries {
    places: HashMap<Arc<str>, Entry>,
    clock: u64,
    /// The length of all texts, in bytes.
    length: usize,
}

impl Entries {
    fn remove(&mut self, sql: &str) {
        if self.places.remove(sql).is_some() {
            self.length -= sql.len();
        }
    }

    fn remove_oldest(&mut self) {
        let oldest = self.places.iter().min_by_key(|(_, entry)| entry.used);
        if let Some(oldest) = oldest.map(|(sql, _)| Arc::clone(sql)) {
            self.remove(&oldest);
        }
    }
}

struct Entry {
    place: Place,
    used: u64,
}

impl PreparedStatements {
    pub(crate) fn new(max: usize) -> Self {
        Self { entries: Mutex::default(), max }
    }

    /// The place of a text. A new one may push out the text that was not used for longest.
    pub(crate) fn place(&self, sql: &Arc<str>) -> Place {
        let mut entries = self.lock();
        entries.clock += 1;
        let used = entries.clock;
        if let Some(entry) = entries.places.get_mut(sql) {
            entry.used = used;
            return Arc::clone(&entry.place);
        }
        let is_full = |entries: &Entries| {
            entries.places.len() >= self.max || entries.length + sql.len() > LENGTH_MAX
        };
        while is_full(&entries) && !entries.places.is_empty() {
            entries.remove_oldest();
        }
        let place = Place::default();
        entries.length += sql.len();
        entries.places.insert(Arc::clone(sql), Entry { place: Arc::clone(&place), used });
        place
    }

    /// Forgets what turned out to be outdated, unless another caller replaced it already.
    pub(crate) fn forget(&self, sql: &Arc<str>, outdated: &Place) {
        let mut entries = self.lock();
        if entries.places.get(sql).is_some_and(|entry| Arc::ptr_eq(&entry.place, outdated)) {
            entries.remove(sql);
        }
    }

    pub(crate) fn forget_all(&self) {
        let mut entries = self.lock();
        entries.places.clear();
        entries.length = 0;
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        // Nothing that holds the lock can leave the entries half-changed.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let statements = PreparedStatements::new(2);
        let [one, two, three] = ["1", "2", "3"].map(Arc::from);
        let first = statements.place(&one);
        let second = statements.place(&two);
        assert!(Arc::ptr_eq(&first, &statements.place(&one)), "one place per text");
        statements.place(&three);
        assert!(Arc::ptr_eq(&first, &statements.place(&one)), "it was used after the second");
        assert!(!Arc::ptr_eq(&second, &statements.place(&two)), "it was pushed out");
    }

    #[test]
    fn long_texts_push_out_others() {
        let statements = PreparedStatements::new(100);
        let [short, long, longer] =
            [1, LENGTH_MAX / 2, LENGTH_MAX].map(|length| "x".repeat(length));
        let [short, long, longer] = [short, long, longer].map(Arc::from);
        let kept = statements.place(&short);
        statements.place(&long);
        assert!(Arc::ptr_eq(&kept, &statements.place(&short)));
        statements.place(&longer);
        assert!(!Arc::ptr_eq(&kept, &statements.place(&short)), "it was pushed out");
        assert_eq!(statements.lock().length, 1, "and so was what has no room beside it");
    }

    #[test]
    fn only_what_is_outdated_is_forgotten() {
        let statements = PreparedStatements::new(2);
        let sql = Arc::from("1");
        let outdated = statements.place(&sql);
        statements.forget(&sql, &outdated);
        let fresh = statements.place(&sql);
        statements.forget(&sql, &outdated);
        assert!(Arc::ptr_eq(&fresh, &statements.place(&sql)));
    }
}
