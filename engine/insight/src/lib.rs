//! What statements and query plans show: events in, findings out.
//!
//! - [`fingerprint()`] gives a statement's shape: its text without values, and a hash of it.
//! - [`findings()`] looks through the statements of a run for shapes that repeat and for statements
//!   that ran twice for nothing.
//! - [`explain()`] puts SQLite's query plan into plain words and marks the steps that hurt.
//!
//! Nothing here runs a statement or looks at a clock. [`json`] has the same functions for callers
//! that speak JSON.

mod explain;
mod findings;
mod fingerprint;
pub mod json;

pub use explain::{Hints, PlanRow, PlanStep, QueryPlan, StepKind, explain};
pub use findings::{Access, Finding, FindingKind, Options, Statement, findings};
pub use fingerprint::{Fingerprint, fingerprint};
