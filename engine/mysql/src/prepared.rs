//! What a session has prepared: the texts used last, up to a limit.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use versa_ast::LogicalType;
use versa_sql::ResultColumn;

use crate::decode::Cell;
use crate::wire::column::Columns;

/// A prepared statement.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    pub(crate) id: u32,
    /// How many values it takes.
    pub(crate) places: usize,
    /// The columns of its result, as the server described them last.
    pub(crate) columns: Columns,
    /// How these columns were read last.
    pub(crate) plan: Option<Plan>,
}

/// How the cells of a row are read, for what was wanted of them.
#[derive(Debug)]
pub(crate) struct Plan {
    wanted: Vec<Option<LogicalType>>,
    pub(crate) cells: Vec<Cell>,
}

impl Plan {
    pub(crate) fn new(wanted: &[ResultColumn], cells: Vec<Cell>) -> Self {
        Self { wanted: wanted.iter().map(|column| column.logical_type).collect(), cells }
    }

    /// Whether it is for the same wishes. One text may be run for different ones.
    pub(crate) fn is_for(&self, wanted: &[ResultColumn]) -> bool {
        let wishes = wanted.iter().map(|column| column.logical_type);
        self.wanted.len() == wanted.len() && self.wanted.iter().copied().eq(wishes)
    }
}

/// The prepared statements of one session.
pub(crate) struct Statements {
    entries: FxHashMap<Arc<str>, Entry>,
    clock: u64,
    max: usize,
    /// The length of all texts, in bytes.
    length: usize,
}

/// The most text that a session keeps: a long list stands in its statement.
const LENGTH_MAX: usize = 4 << 20;

struct Entry {
    prepared: Prepared,
    used: u64,
}

impl Statements {
    pub(crate) fn new(max: usize) -> Self {
        Self { entries: FxHashMap::default(), clock: 0, max, length: 0 }
    }

    pub(crate) fn get(&mut self, sql: &str) -> Option<&mut Prepared> {
        self.clock += 1;
        let entry = self.entries.get_mut(sql)?;
        entry.used = self.clock;
        Some(&mut entry.prepared)
    }

    /// Keeps a statement. Those that were not used for longest may have to go for it: the server
    /// has to be told to close them.
    pub(crate) fn insert(&mut self, sql: Arc<str>, prepared: Prepared) -> Vec<u32> {
        let mut closed = Vec::new();
        while self.is_full(sql.len()) {
            closed.extend(self.remove_oldest());
        }
        self.clock += 1;
        self.length += sql.len();
        let entry = Entry { prepared, used: self.clock };
        let replaced = self.entries.insert(Arc::clone(&sql), entry);
        if let Some(entry) = replaced {
            self.length -= sql.len();
            closed.push(entry.prepared.id);
        }
        closed
    }

    fn is_full(&self, length: usize) -> bool {
        let full = self.entries.len() >= self.max || self.length + length > LENGTH_MAX;
        full && !self.entries.is_empty()
    }

    fn remove_oldest(&mut self) -> Option<u32> {
        let (sql, _) = self.entries.iter().min_by_key(|(_, entry)| entry.used)?;
        let sql = Arc::clone(sql);
        self.length -= sql.len();
        self.entries.remove(&sql).map(|entry| entry.prepared.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let mut statements = Statements::new(2);
        let insert = |statements: &mut Statements, id: u32| {
            let prepared = Prepared { id, ..Prepared::default() };
            statements.insert(Arc::from(id.to_string()), prepared)
        };
        assert_eq!(insert(&mut statements, 1), [0_u32; 0]);
        assert_eq!(insert(&mut statements, 2), [0_u32; 0]);
        assert_eq!(statements.get("1").map(|prepared| prepared.id), Some(1));
        assert_eq!(insert(&mut statements, 3), [2]);
        assert!(statements.get("2").is_none());
        assert!(statements.get("1").is_some() && statements.get("3").is_some());
    }

    #[test]
    fn long_texts_push_out_others() {
        let mut statements = Statements::new(100);
        let insert = |statements: &mut Statements, id: u32, length: usize| {
            let prepared = Prepared { id, ..Prepared::default() };
            let sql = format!("{id} {}", "x".repeat(length));
            statements.insert(Arc::from(sql), prepared)
        };
        assert_eq!(insert(&mut statements, 1, LENGTH_MAX / 2), [0_u32; 0]);
        assert_eq!(insert(&mut statements, 2, 10), [0_u32; 0]);
        assert_eq!(insert(&mut statements, 3, LENGTH_MAX / 2), [1]);
        assert_eq!(insert(&mut statements, 4, LENGTH_MAX * 2), [2, 3]);
        assert_eq!(insert(&mut statements, 5, 10), [4]);
    }

    #[test]
    fn a_plan_is_for_one_wish() {
        let column = |logical_type| ResultColumn { name: "v".to_owned(), logical_type };
        let plan = Plan::new(&[column(Some(LogicalType::Int))], Vec::new());
        assert!(plan.is_for(&[column(Some(LogicalType::Int))]));
        for other in [&[][..], &[column(None)], &[column(Some(LogicalType::Text))]] {
            assert!(!plan.is_for(other));
        }
    }
}
