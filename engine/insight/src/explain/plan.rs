use serde::{Deserialize, Serialize};

/// A row of SQLite's `explain query plan`. Its third column, `notused`, is not.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct PlanRow {
    /// The step's number.
    pub id: i64,
    /// The number of the step it is part of; 0: of none.
    pub parent: i64,
    /// What SQLite says: `SCAN users`.
    pub detail: String,
}

impl PlanRow {
    /// A row.
    #[must_use]
    pub fn new(id: i64, parent: i64, detail: impl Into<String>) -> Self {
        Self { id, parent, detail: detail.into() }
    }
}

/// A query plan, explained.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct QueryPlan {
    /// Its steps, in the order in which they begin.
    pub steps: Vec<PlanStep>,
}

/// A step of a plan, with those it is made of.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PlanStep {
    /// What the database says: `SCAN users`.
    pub detail: String,
    /// The same in plain words, a sentence.
    pub explanation: String,
    /// What kind of step it is.
    pub kind: StepKind,
    /// Set where it is what makes the statement slow, with what would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hurts: Option<String>,
    /// What it is made of.
    pub children: Vec<PlanStep>,
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Looks rows up.
    Search,
    /// Reads all rows.
    Scan,
    /// Sorts, or collects what is equal.
    Sort,
    /// Runs a query within the query.
    Subquery,
    /// Puts the results of several queries together.
    Union,
    /// Something else.
    Other,
}
