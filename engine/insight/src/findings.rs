//! What the statements of a run show: shapes that repeat, and statements that ran for nothing.

mod class;
mod statement;
mod writes;

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use versa_sql::DialectKind;

pub use statement::{Access, Statement};

use crate::fingerprint::fingerprint;
use class::Class;
use writes::Writes;

/// How findings are looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Options {
    /// The dialect of the statements.
    pub dialect: DialectKind,
    /// How often a shape must have run to be a finding.
    pub threshold: usize,
}

impl Options {
    /// The defaults: five runs of a shape are a finding.
    #[must_use]
    pub fn new(dialect: DialectKind) -> Self {
        Self { dialect, threshold: 5 }
    }
}

/// Something that the statements of a run show.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// The shape: the statement without its values.
    pub fingerprint: String,
    /// The first of the statements.
    pub sql: String,
    /// How often it ran.
    pub count: usize,
    /// The numbers of the statements.
    pub statements: Vec<u64>,
    /// What it is and what would help.
    pub message: String,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// One shape ran often, with other values: the mark of an N+1.
    RepeatedShape,
    /// A statement ran again with the same values, and nothing it reads was written in between.
    Duplicate,
}

/// Looks through the statements of a run, which are in the order in which they began.
///
/// Only reads are looked at; statements that control transactions or define tables, and those that
/// failed, are no findings. Of the user's own SQL nobody knows what it reads: what is written to
/// any table separates two runs of it. A write that nobody knows the tables of separates all.
/// What a database writes by itself (triggers, `on delete cascade`) is not known here.
///
/// ```
/// use versa_insight::{Access, FindingKind, Options, Statement, findings};
/// use versa_sql::DialectKind::Sqlite;
///
/// let posts_of = |user: u64| Statement {
///     parameters: format!("[{user}]"),
///     reads: vec!["posts".to_owned()],
///     access: Access::Read,
///     ..Statement::new(user, "SELECT * FROM posts WHERE user_id = ?")
/// };
/// let statements: Vec<_> = (1..=5).map(posts_of).collect();
/// let found = findings(&statements, Options::new(Sqlite));
/// assert_eq!(found[0].kind, FindingKind::RepeatedShape);
/// assert_eq!(found[0].statements, [1, 2, 3, 4, 5]);
/// ```
#[must_use]
pub fn findings(statements: &[Statement], options: Options) -> Vec<Finding> {
    let mut writes = Writes::default();
    let mut duplicates = Groups::default();
    let mut shapes = Groups::default();
    for (at, statement) in statements.iter().enumerate() {
        let class = Class::of(statement, options.dialect);
        match class {
            Class::Read { .. } if statement.failed => {}
            Class::Read { repeatable } => {
                let shape = fingerprint(&statement.sql, options.dialect).text;
                if repeatable {
                    let since = writes.last_before(statement);
                    let key = (statement.sql.as_str(), statement.parameters.as_str(), since);
                    duplicates.add(key, at, &shape);
                }
                shapes.add((shape.clone(), statement.call_site.as_deref()), at, &shape);
            }
            Class::Write | Class::Undo => writes.note(statement, class == Class::Undo),
            Class::Ignored => {}
        }
    }
    let pick = |group: &Group| -> Vec<&Statement> {
        group.places.iter().filter_map(|at| statements.get(*at)).collect()
    };
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for group in shapes.0.values().filter(|group| group.places.len() >= options.threshold.max(2)) {
        let runs = pick(group);
        if have_different_values(&runs) {
            let message = repeated_message(&runs);
            found.push(finding(FindingKind::RepeatedShape, group, &runs, message));
        }
    }
    for group in duplicates.0.values().filter(|group| group.places.len() >= 2) {
        let runs = pick(group);
        let message = duplicate_message(&runs);
        found.push(finding(FindingKind::Duplicate, group, &runs, message));
    }
    found.sort_by_key(|(first, finding)| (*first, finding.kind == FindingKind::Duplicate));
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// Statements that belong together, by what makes them so.
struct Groups<Key>(BTreeMap<Key, Group>);

struct Group {
    shape: String,
    /// Their places in the run.
    places: Vec<usize>,
}

impl<Key> Default for Groups<Key> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<Key: Ord> Groups<Key> {
    fn add(&mut self, key: Key, at: usize, shape: &str) {
        let group = self.0.entry(key);
        let new = || Group { shape: shape.to_owned(), places: Vec::new() };
        group.or_insert_with(new).places.push(at);
    }
}

fn finding(
    kind: FindingKind,
    group: &Group,
    runs: &[&Statement],
    message: String,
) -> (usize, Finding) {
    let finding = Finding {
        kind,
        fingerprint: group.shape.clone(),
        sql: runs.first().map(|run| run.sql.clone()).unwrap_or_default(),
        count: runs.len(),
        statements: runs.iter().map(|run| run.number).collect(),
        message,
    };
    (group.places.first().copied().unwrap_or_default(), finding)
}

fn have_different_values(runs: &[&Statement]) -> bool {
    let values: HashSet<_> = runs.iter().map(|run| (&run.sql, &run.parameters)).collect();
    values.len() > 1
}

fn repeated_message(runs: &[&Statement]) -> String {
    let count = runs.len();
    let subject = subject(runs);
    let help = match runs.first().map(|run| run.reads.as_slice()) {
        Some([table]) => format!(
            "Load the rows of {table} together with the rows they belong to, by `with({{ … }})` \
             with the relation to {table}, or all at once by `whereIn`."
        ),
        _ => "Load all of the rows at once, by `with({ … })` with the relation, or by `whereIn`."
            .to_owned(),
    };
    format!(
        "{subject} ran {count} times, each alike but for its values: the mark of an N+1. {help}"
    )
}

fn duplicate_message(runs: &[&Statement]) -> String {
    let count = match runs.len() {
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    };
    let subject = subject(runs);
    format!(
        "{subject} ran {count} with the same values, and nothing it reads was written in between. \
         Keep the first result and use it again."
    )
}

/// What ran: `A query of posts`.
fn subject(runs: &[&Statement]) -> String {
    let first = runs.first();
    let place = first
        .and_then(|run| run.call_site.as_ref())
        .map_or_else(String::new, |site| format!(" from {site}"));
    match first.map(|run| run.reads.as_slice()) {
        Some([all @ .., last]) if !all.is_empty() => {
            format!("The same query of {} and {last}{place}", all.join(", "))
        }
        Some([table]) => format!("The same query of {table}{place}"),
        _ => format!("The same query{place}"),
    }
}
