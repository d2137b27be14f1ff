use std::sync::Arc;

use serde_json::json;
use versa_engine::{
    Access, Database, Outcome, Plan, PlanId, ResultColumn, StreamItem, Transaction,
};

use versa_rows::Chunk;

/// What a request brings.
pub(crate) enum Reply {
    /// Nothing but its success.
    Done,
    /// A part of a statement's rows; more follow, and then its outcome.
    Part(Chunk),
    /// A statement's outcome.
    Outcome(Outcome),
    /// A database.
    Opened(Arc<Database>),
    /// A transaction.
    Begun(Arc<Transaction>),
    /// A stream's next item; none at its end.
    Item(Option<StreamItem>),
}

/// A plan as JavaScript sees it.
pub(crate) fn plan_json(id: PlanId, plan: &Plan) -> String {
    json!({
        "id": id,
        "sql": plan.sql,
        "access": access(plan.access),
        "columns": columns(&plan.columns),
        "reads": plan.reads,
        "writes": plan.writes,
    })
    .to_string()
}

fn access(access: Access) -> &'static str {
    match access {
        Access::Read => "read",
        Access::Write => "write",
        Access::Unknown => "unknown",
    }
}

/// Result columns as JavaScript sees them.
pub(crate) fn columns_json(columns_of_result: &[ResultColumn]) -> String {
    columns(columns_of_result).to_string()
}

fn columns(columns: &[ResultColumn]) -> serde_json::Value {
    columns
        .iter()
        .map(|column| json!({ "name": column.name, "type": column.logical_type }))
        .collect()
}
