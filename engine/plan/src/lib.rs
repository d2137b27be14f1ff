//! Query to plan: which statements run, in which order, and which tables they touch.
//!
//! Most plans are one statement. A write that must return rows on a database without `returning` is
//! more than one; [`Steps`] says how they belong together, and the engine runs them in one
//! transaction.

mod json;
mod plan;
mod plans;
mod returning;
mod tables;

pub use json::{columns_json, plan_json};
pub use plan::{Plan, Steps, plan, plan_of_json};
pub use plans::{PlanId, Plans};
pub use returning::{InsertedKeys, KeySource, KeysFirst};
