use std::sync::Arc;

use versa_ast::Query;
use versa_error::Result;
use versa_sql::{Access, Dialect, ResultColumn, Statement, compile};

use crate::returning::{InsertedKeys, KeysFirst, emulate};
use crate::tables::Tables;

/// A query made ready to run, any number of times, with any parameters.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What runs.
    pub steps: Steps,
    /// The main statement's text, as people see it.
    pub sql: String,
    /// Whether it writes, or locks what it reads.
    pub access: Access,
    /// The result columns; empty where only the database knows them.
    pub columns: Vec<ResultColumn>,
    /// The tables it reads, sorted.
    pub reads: Vec<String>,
    /// The tables it writes, sorted.
    pub writes: Vec<String>,
}

/// The statements of a plan.
#[derive(Clone, Debug)]
pub enum Steps {
    /// One statement.
    One(Arc<Statement>),
    /// An insert whose rows are read back by their keys.
    InsertedKeys(Box<InsertedKeys>),
    /// A write whose rows' keys are read first.
    KeysFirst(Box<KeysFirst>),
}

/// Plans a query for a dialect.
///
/// # Errors
///
/// `INVALID_QUERY`, `INVALID_IDENTIFIER` and `UNSUPPORTED`, as the compiler says.
pub fn plan(query: &Query, dialect: &dyn Dialect) -> Result<Plan> {
    let steps = match emulate(query, dialect)? {
        Some(steps) => steps,
        None => Steps::One(Arc::new(compile(query, dialect)?)),
    };
    let Tables { reads, writes } = Tables::of(query);
    let (main, columns) = match &steps {
        Steps::One(statement) => (statement, &statement.columns),
        Steps::InsertedKeys(steps) => (&steps.write, &steps.columns),
        Steps::KeysFirst(steps) => (&steps.write, &steps.columns),
    };
    Ok(Plan {
        sql: main.display_sql(dialect),
        // Rows are locked where they are written, which is no matter of a copy.
        access: if locks_rows(query) { Access::Write } else { main.access },
        columns: columns.clone(),
        reads,
        writes,
        steps,
    })
}

fn locks_rows(query: &Query) -> bool {
    matches!(query, Query::Select(select) if select.lock.is_some())
}
