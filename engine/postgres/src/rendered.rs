//! A statement's text with the values of one call.

use std::ops::Range;
use std::sync::Arc;

use versa_ast::Value;
use versa_error::Result;
use versa_sql::{Bound, SqlText, Statement};

use crate::execute::Text;

/// A text and its values, before it is known where it runs.
pub(crate) struct RenderedText<'a> {
    sql: Arc<str>,
    values: Vec<Bound<'a>>,
    statement: &'a Statement,
}

impl<'a> RenderedText<'a> {
    /// For some rows of the bulk parameter; for a statement without one, as it is.
    ///
    /// # Errors
    ///
    /// `INVALID_QUERY` for values that are not what the statement expects.
    pub(crate) fn new(
        statement: &'a Statement,
        params: &'a [Value],
        chunk: Range<usize>,
    ) -> Result<Self> {
        let rendered = versa_sql::render(&statement.text, params, chunk, &versa_sql::Postgres)?;
        let sql = match &statement.text {
            SqlText::Fixed { sql, .. } => Arc::clone(sql),
            SqlText::Expanding(_) => Arc::from(rendered.sql.as_ref()),
        };
        Ok(Self { sql, values: rendered.bound, statement })
    }

    /// What is to be run.
    pub(crate) fn text(&self) -> Text<'_> {
        Text {
            sql: &self.sql,
            values: &self.values,
            columns: &self.statement.columns,
            access: self.statement.access,
        }
    }
}
