use std::sync::Arc;

use versa_ast::Query;
use versa_error::{Error, ErrorCode, Result};
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

impl Plan {
    /// An error with what the plan knows: its text, and the table of a write, which not every
    /// database names. A foreign key's error may be about another table.
    #[must_use]
    pub fn located(&self, error: Error) -> Error {
        let error = error.sql(&*self.sql);
        let about_a_row = matches!(
            error.code(),
            ErrorCode::UniqueViolation | ErrorCode::NotNullViolation | ErrorCode::CheckViolation
        );
        match self.writes.as_slice() {
            [table] if about_a_row && error.table_name().is_none() => error.table(table),
            _ => error,
        }
    }
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

/// Plans a query that is given as the AST's JSON.
///
/// # Errors
///
/// As [`plan`]; `INVALID_QUERY` for JSON that is no query.
pub fn plan_of_json(query: &str, dialect: &dyn Dialect) -> Result<Plan> {
    let query: Query = serde_json::from_str(query)
        .map_err(|error| Error::invalid_query(format!("the query cannot be read: {error}")))?;
    plan(&query, dialect)
}

fn locks_rows(query: &Query) -> bool {
    matches!(query, Query::Select(select) if select.lock.is_some())
}
