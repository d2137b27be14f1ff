//! SQLite's query plan in plain words.

mod cost;
mod hints;
mod plan;
mod step;
mod tree;
mod words;

pub use hints::Hints;
pub use plan::{PlanRow, PlanStep, QueryPlan, StepKind};

/// Explains the rows of SQLite's `explain query plan`, and marks the steps that hurt.
///
/// The forms are those that SQLite 3.39 to 3.54 prints (its `sqlite3.c` has them where it calls
/// `ExplainQueryPlan`, and <https://sqlite.org/eqp.html> describes them); what is new is shown as
/// it is.
///
/// What hurts is the reading of a whole table again for each row of another one, the reading of a
/// whole table of which a condition keeps some rows, an index that is built for one statement, the
/// sorting of a whole table, and a subquery that does any of these for each row outside. Tables
/// with fewer than 1,000 rows do not hurt, if the hints say how many there are; one of which
/// nothing is known counts as large.
///
/// ```
/// use versa_insight::{Hints, PlanRow, StepKind, explain};
///
/// let rows = [PlanRow::new(2, 0, "SCAN users"), PlanRow::new(4, 0, "SCAN posts")];
/// let plan = explain(&rows, &Hints::default());
/// assert_eq!(plan.steps[0].kind, StepKind::Scan);
/// assert_eq!(plan.steps[0].hurts, None);
/// assert!(plan.steps[1].hurts.is_some(), "all posts are read for each user");
/// ```
#[must_use]
pub fn explain(rows: &[PlanRow], hints: &Hints) -> QueryPlan {
    let nodes = tree::build(rows);
    let costs = cost::Costs::new(&nodes, hints);
    QueryPlan { steps: costs.steps(&nodes, &cost::Surroundings::default()) }
}
