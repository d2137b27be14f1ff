//! Steps in plain words.

use super::plan::StepKind;
use super::step::{By, Loop, SortUse, Step};

/// The kind of a step, for its mark.
pub(super) fn kind(step: &Step<'_>) -> StepKind {
    match step {
        Step::Loop(Loop { search: true, .. }) | Step::MultiIndexOr | Step::InOperator(_) => {
            StepKind::Search
        }
        Step::Loop(_) => StepKind::Scan,
        Step::Sort(_) => StepKind::Sort,
        Step::Compound
        | Step::LeftMost
        | Step::UnionAll
        | Step::SetOperation(_)
        | Step::Merge(_)
        | Step::MergeSide(_) => StepKind::Union,
        Step::Coroutine(_) | Step::Materialize(_) | Step::Subquery { .. } | Step::Reuse => {
            StepKind::Subquery
        }
        Step::Constants
        | Step::Branch(_)
        | Step::Setup
        | Step::Recursion
        | Step::Bloom(_)
        | Step::CreateBloom
        | Step::RightJoin(_)
        | Step::Unknown => StepKind::Other,
    }
}

/// A step as a sentence.
pub(super) fn explanation(step: &Step<'_>, detail: &str) -> String {
    match step {
        Step::Loop(rows) => loop_explanation(rows),
        Step::Sort(sort) => sort_explanation(*sort),
        Step::SetOperation(name) | Step::Merge(name) => set_explanation(step, name),
        Step::Branch(number) => format!("Part {number} of the OR, with an index of its own."),
        Step::Coroutine(name) => {
            format!("Runs the subquery {name} row by row, as the rest of the query asks for them.")
        }
        Step::Materialize(name) => {
            format!("Runs the subquery {name} once and keeps its rows in a temporary table.")
        }
        Step::Bloom(filter) => {
            let name = filter.split(" (").next().unwrap_or(filter);
            format!(
                "Asks a Bloom filter first, which rules out most rows without a match in {name}."
            )
        }
        Step::RightJoin(name) => {
            format!("Reads {name} once more, for its rows that had no match in the join.")
        }
        Step::InOperator(name) => {
            format!("Answers the IN directly by {name}, without a list of its own.")
        }
        Step::Unknown => format!("SQLite says: {detail}."),
        _ => fixed_explanation(step).to_owned(),
    }
}

fn fixed_explanation(step: &Step<'_>) -> &'static str {
    match step {
        Step::Constants => "Gives rows of constant values, without reading a table.",
        Step::MultiIndexOr => "Looks each part of the OR up by an index, and joins what it finds.",
        Step::Compound => "Runs several queries and puts their results together.",
        Step::LeftMost => "The first of these queries.",
        Step::UnionAll => "Adds the rows of this query.",
        Step::MergeSide(true) => "The left side of the merge.",
        Step::MergeSide(false) => "The right side of the merge.",
        Step::Subquery { correlated: true, list: false } => {
            "Runs a subquery for one value, again for each row outside."
        }
        Step::Subquery { correlated: true, list: true } => {
            "Runs a subquery for the list of an IN, again for each row outside."
        }
        Step::Subquery { correlated: false, list: false } => "Runs a subquery for one value, once.",
        Step::Subquery { correlated: false, list: true } => {
            "Runs a subquery for the list of an IN, once."
        }
        Step::Reuse => "Uses the result of a subquery that has run already.",
        Step::Setup => "The first rows of a recursive query.",
        Step::Recursion => "Runs again for each row that the recursive query has found.",
        Step::CreateBloom => "Makes a Bloom filter, which later rules out rows without a match.",
        _ => "",
    }
}

fn loop_explanation(rows: &Loop<'_>) -> String {
    let name = rows.name;
    let by = match rows.terms {
        Some(terms) if rows.search => format!(" where {}", plain_terms(terms)),
        _ => String::new(),
    };
    let what = match (rows.search, rows.by) {
        (true, By::Table | By::PrimaryKey) if rows.terms.is_none() => format!(
            "Reads {name} for the smallest or largest value: one row where that is of the \
             primary key, else all."
        ),
        (true, By::Index { name: index, .. }) if rows.terms.is_none() => {
            format!("Finds the smallest or largest value in {name} by the index {index}.")
        }
        (true, By::Table | By::PrimaryKey) => {
            format!("Looks up the rows of {name}{by} by the primary key.")
        }
        (true, By::Index { name: index, covering: false }) => {
            format!("Looks up the rows of {name}{by} by the index {index}.")
        }
        (true, By::Index { name: index, covering: true }) => format!(
            "Looks up the rows of {name}{by} in the index {index} alone: it has all columns that \
             are needed."
        ),
        (_, By::Automatic { partial }) => {
            let of = if partial { "some rows" } else { "the rows" };
            format!(
                "Makes an index of {of} of {name} for this statement only, and looks up the \
                 rows{by} by it."
            )
        }
        (_, By::Virtual) => format!("Asks the virtual table {name} for its rows."),
        (false, By::Table | By::PrimaryKey) => format!("Reads all rows of {name}."),
        (false, By::Index { name: index, covering: false }) => {
            format!("Reads all rows of {name}, in the order of the index {index}.")
        }
        (false, By::Index { name: index, covering: true }) => format!(
            "Reads all rows of {name} from the index {index} alone: it has all columns that are \
             needed."
        ),
    };
    let left = if rows.left_join { " Rows without a match are kept." } else { "" };
    let exists = if rows.exists { " The first match is enough." } else { "" };
    format!("{what}{left}{exists}")
}

/// `ANY(a)` is a skip: each value of the column is tried in turn.
fn plain_terms(terms: &str) -> String {
    let plain = |term: &str| match term.strip_prefix("ANY(").and_then(|rest| rest.strip_suffix(')'))
    {
        Some(column) => format!("{column} is anything"),
        None => term.replace("=?", " = ?").replace(">?", " > ?").replace("<?", " < ?"),
    };
    terms.split(" AND ").map(plain).collect::<Vec<_>>().join(" and ")
}

fn sort_explanation(sort: SortUse<'_>) -> String {
    match sort {
        SortUse::Order => "Collects all rows and sorts them for ORDER BY.".to_owned(),
        SortUse::OrderWithin => {
            "Sorts for the last part of ORDER BY, among rows that come in the order of the first."
                .to_owned()
        }
        SortUse::Group => "Collects all rows and sorts them for GROUP BY.".to_owned(),
        SortUse::Distinct => "Keeps all rows seen so far, to leave out equal ones.".to_owned(),
        SortUse::DistinctArgument(function) => {
            format!("Keeps the values of {function} seen so far, to leave out equal ones.")
        }
        SortUse::OrderedArgument(function) => format!("Sorts the values that {function} takes."),
    }
}

fn set_explanation(step: &Step<'_>, name: &str) -> String {
    if matches!(step, Step::Merge(_)) {
        return format!("Reads two sorted results side by side and merges them ({name}).");
    }
    match name {
        "UNION" => "Adds the rows of this query, and leaves out those that are there already.",
        "EXCEPT" => "Removes the rows of this query from the result.",
        _ => "Keeps only rows that this query has, too.",
    }
    .to_owned()
}
