//! What is found out about statements that ran, and about the way the database takes.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::thrown::{Thrown, thrown};

/// Explains the rows of `explain query plan`, given as JSON.
#[wasm_bindgen]
pub fn explain(rows: &str) -> Thrown<String> {
    versa_insight::json::explain_json(rows).map_err(thrown)
}

/// What the statements of a run show, given as JSON.
#[wasm_bindgen]
pub fn findings(statements: &str) -> Thrown<String> {
    versa_insight::json::findings_json(statements).map_err(thrown)
}
