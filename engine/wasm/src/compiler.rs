//! What is asked of any dialect, whether or not there is such a database here.

use versa_error::{Error, ErrorCode};
use versa_plan::{plan_json, plan_of_json};
use versa_schema::DdlAction;
use versa_sql::{Dialect, dialect_of};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::thrown::{Thrown, thrown};

/// Compiles a query, given as the AST's JSON, for the dialect of a product: `SQLite`, `PostgreSQL`,
/// `MySQL` or `MariaDB`. The plan as JSON; it cannot be run.
#[wasm_bindgen]
pub fn compile(query: &str, product: &str) -> Thrown<String> {
    let plan = dialect(product).and_then(|dialect| plan_of_json(query, dialect)).map_err(thrown)?;
    Ok(plan_json(0, &plan))
}

/// The DDL for schemas, tables and views, given as JSON: a list of statements as JSON. The action
/// is `create`, `createIfMissing` or `drop`.
#[wasm_bindgen]
pub fn ddl(action: &str, definitions: &str, product: &str) -> Thrown<String> {
    let statements = action_of(action)
        .and_then(|action| versa_schema::ddl(action, definitions, dialect(product)?))
        .map_err(thrown)?;
    Ok(serde_json::Value::from(statements).to_string())
}

fn action_of(action: &str) -> versa_error::Result<DdlAction> {
    serde_json::from_value(action.into()).map_err(|error| Error::internal(error.to_string()))
}

fn dialect(product: &str) -> versa_error::Result<&'static dyn Dialect> {
    dialect_of(product).map_err(|error| error.with_code(ErrorCode::InvalidConfiguration))
}
