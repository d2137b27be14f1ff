use std::sync::Arc;

use versa_error::{Error, Result};
use versa_plan::{Plan, Plans, Steps, plan_json, plan_of_json};
use versa_rows::read_params;
use versa_sql::{ResultColumn, Sqlite, Statement};
use versa_sqlite_values::{declared_type, failure};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::bindings::Bindings;
use crate::rows::Rows;
use crate::thrown::{Thrown, json, thrown};

/// What is known of one open SQLite database: its plans.
#[wasm_bindgen]
#[derive(Default)]
pub struct SqliteEngine {
    plans: Plans,
}

#[wasm_bindgen]
impl SqliteEngine {
    /// A database without plans.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Compiles a query, given as the AST's JSON; answers with the plan as JSON.
    pub fn prepare(&self, query: &str) -> Thrown<String> {
        let prepared = plan_of_json(query, &Sqlite).and_then(|plan| {
            let plan = Arc::new(plan);
            Ok(plan_json(self.plans.add(Arc::clone(&plan))?, &plan))
        });
        prepared.map_err(thrown)
    }

    /// Forgets a plan.
    pub fn release(&self, plan: u32) {
        self.plans.remove(plan);
    }

    /// The statement of a plan and what is bound to it. Parameters come as packed cells.
    pub fn bind(
        &self,
        plan: u32,
        tags: &[u8],
        numbers: &[f64],
        text: &[u16],
        bytes: &[u8],
    ) -> Thrown<Bindings> {
        let bind = || {
            let plan = self.plans.get(plan)?;
            let params = read_params(tags, numbers, text, bytes)?;
            Bindings::new(statement(&plan)?, &params).map_err(|error| plan.located(error))
        };
        bind().map_err(thrown)
    }

    /// The result columns of a plan as JSON, typed by the declarations where the plan does not know
    /// their types. Names and declarations are what SQLite says, as JSON lists.
    pub fn columns(&self, plan: u32, names: Vec<String>, declared: Vec<String>) -> Thrown<String> {
        let plan = self.plans.get(plan).map_err(thrown)?;
        Ok(versa_plan::columns_json(&columns(&plan, &names, &declared)))
    }

    /// Decodes the rows of a plan. The cells are packed; names and declarations are as for
    /// `columns`.
    #[allow(clippy::too_many_arguments, reason = "each is a piece of the packed cells")]
    pub fn decode(
        &self,
        plan: u32,
        names: Vec<String>,
        declared: Vec<String>,
        tags: &[u8],
        numbers: &[f64],
        text: &[u16],
        bytes: &[u8],
    ) -> Thrown<Rows> {
        let decode = || {
            let plan = self.plans.get(plan)?;
            let cells = read_params(tags, numbers, text, bytes)?;
            Rows::decode(&columns(&plan, &names, &declared), &cells)
                .map_err(|error| plan.located(error))
        };
        decode().map_err(thrown)
    }

    /// A failure of a plan's statement, by its result code and message, as the error's JSON.
    pub fn failure(&self, plan: u32, code: i32, message: &str) -> String {
        let error = failure(code, message);
        match self.plans.get(plan) {
            Ok(plan) => json(&plan.located(error)),
            Err(_) => json(&error),
        }
    }
}

/// A failure of SQL that is no plan, as the error's JSON.
#[wasm_bindgen(js_name = failureOf)]
#[must_use]
pub fn failure_of(code: i32, message: &str, sql: &str) -> String {
    json(&failure(code, message).sql(sql))
}

fn statement(plan: &Plan) -> Result<&Arc<Statement>> {
    match &plan.steps {
        Steps::One(statement) => Ok(statement),
        Steps::InsertedKeys(_) | Steps::KeysFirst(_) => {
            Err(Error::internal("SQLite's plans are one statement"))
        }
    }
}

fn columns(plan: &Plan, names: &[String], declared: &[String]) -> Vec<ResultColumn> {
    names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let known = plan.columns.get(at).and_then(|column| column.logical_type);
            let declared = || declared.get(at).and_then(|declaration| declared_type(declaration));
            ResultColumn { name: name.clone(), logical_type: known.or_else(declared) }
        })
        .collect()
}
