//! Query to plan: which statements run, in which order, and which tables they touch.
//!
//! Most plans are one statement. A write that must return rows on a database without `returning` is
//! more than one; [`Steps`] says how they belong together, and the engine runs them in one
//! transaction.

mod plan;
mod returning;
mod tables;

pub use plan::{Plan, Steps, plan};
pub use returning::{InsertedKeys, KeySource, KeysFirst};
