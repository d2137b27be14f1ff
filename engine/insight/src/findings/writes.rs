use std::collections::HashMap;

use super::statement::{Access, Statement};

/// When each table was last written, counted in writes.
#[derive(Default)]
pub(super) struct Writes {
    /// How many writes there were.
    count: usize,
    tables: HashMap<String, usize>,
    /// The last write of which nobody knows the tables.
    anywhere: usize,
}

impl Writes {
    /// Notes a write to its tables, or to any: where they are not known, or `all` says so.
    pub(super) fn note(&mut self, statement: &Statement, all: bool) {
        self.count += 1;
        if all || statement.writes.is_empty() || statement.access == Access::Unknown {
            self.anywhere = self.count;
        }
        for table in &statement.writes {
            self.tables.insert(bare(table), self.count);
        }
    }

    /// The number of the last write that may have changed what a statement reads. Two runs of it
    /// have the same number where there was none in between.
    pub(super) fn last_before(&self, statement: &Statement) -> usize {
        if statement.reads.is_empty() && statement.access != Access::Read {
            return self.count;
        }
        let tables = statement.reads.iter().filter_map(|table| self.tables.get(&bare(table)));
        tables.copied().fold(self.anywhere, usize::max)
    }
}

/// The name without its schema, in one case: `main.users` and `Users` may be one table, and where
/// they are two, a finding too few is better than a wrong one.
fn bare(table: &str) -> String {
    let name = table.rsplit('.').next().unwrap_or(table);
    name.trim_matches(['"', '`', '[', ']']).to_lowercase()
}
