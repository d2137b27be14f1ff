//! Plans as JavaScript sees them.

use serde_json::json;
use versa_sql::{Access, ResultColumn};

use crate::{Plan, PlanId};

/// A plan as JSON, with the number it is asked for by.
#[must_use]
pub fn plan_json(id: PlanId, plan: &Plan) -> String {
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

/// Result columns as JSON.
#[must_use]
pub fn columns_json(columns_of_result: &[ResultColumn]) -> String {
    columns(columns_of_result).to_string()
}

fn access(access: Access) -> &'static str {
    match access {
        Access::Read => "read",
        Access::Write => "write",
        Access::Unknown => "unknown",
    }
}

fn columns(columns: &[ResultColumn]) -> serde_json::Value {
    columns
        .iter()
        .map(|column| json!({ "name": column.name, "type": column.logical_type }))
        .collect()
}
