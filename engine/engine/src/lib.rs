//! The engine's one public façade.
//!
//! ```text
//! Database::open(url) ─▶ prepare(query JSON) ─▶ Plan, by its number
//!                     ├▶ execute(plan, params) ─▶ Outcome (packed chunks)
//!                     ├▶ stream(plan, params) ─▶ chunks, one at a time
//!                     └▶ begin(options) ─▶ Transaction: the same, then commit or rollback
//! ```
//!
//! The shells above it (Node-API today) convert and forward; everything that decides is here or
//! below.

mod database;
mod ending;
mod open;
mod run;
mod runtime;
mod transaction;

pub use database::Database;
pub use runtime::{Polled, poll_once, spawn};
pub use transaction::Transaction;
pub use versa_driver::{
    BoxFuture, ConnectOptions, Outcome, PartSender, Stop, StreamItem, StreamReceiver,
    TransactionOptions,
};
pub use versa_plan::{Plan, PlanId, columns_json, plan_json};
pub use versa_schema::DdlAction;
pub use versa_sql::ResultColumn;
