//! The compiler: one function per kind of node.

mod aggregate;
mod arrays;
mod decimal;
mod echo;
mod expr;
mod full_join;
mod function;
mod insert;
mod refresh;
mod select;
mod update_rows;
mod write;

use versa_ast::{Expr, Identifier, OutputColumn, Query, RawPart, RawQuery};
use versa_error::{Error, Result};

use crate::writer::Writer;
use crate::{Access, Dialect, Duplicates, ResultColumn, Statement};

/// How deep expressions and queries may be nested.
pub const MAX_DEPTH: usize = 128;

/// Compiles a query to a statement of the dialect.
///
/// What the dialect cannot do (`returning`, above all) is left out where the plan emulates it: the
/// caller asks the dialect's capabilities first.
///
/// # Errors
///
/// `INVALID_QUERY` for a query that makes no sense, `INVALID_IDENTIFIER` for a name no database
/// takes, `UNSUPPORTED` for what the database cannot do.
pub fn compile(query: &Query, dialect: &dyn Dialect) -> Result<Statement> {
    match query {
        Query::Select(query) => select::statement(query, dialect),
        Query::Insert(query) => insert::statement(query, dialect),
        Query::Update(query) => write::update(query, dialect),
        Query::UpdateRows(query) => update_rows::statement(query, dialect),
        Query::Delete(query) => write::delete(query, dialect),
        Query::Refresh(query) => refresh::statement(query, dialect),
        Query::Raw(query) => raw(query, dialect),
    }
}

fn raw(query: &RawQuery, dialect: &dyn Dialect) -> Result<Statement> {
    let empty = query
        .parts
        .iter()
        .all(|part| matches!(part, RawPart::Sql { text } if text.trim().is_empty()));
    if empty {
        return Err(Error::invalid_query("the SQL is empty"));
    }
    let mut writer = Writer::new(dialect);
    expr::raw(&mut writer, &query.parts)?;
    Ok(Statement {
        text: writer.finish(),
        access: Access::Unknown,
        returns_rows: true,
        columns: result_columns(&query.columns),
        bulk: None,
        echo: None,
        duplicates: Duplicates::Counted,
    })
}

/// The result columns, where the query itself tells all of them.
fn result_columns(columns: &[OutputColumn]) -> Vec<ResultColumn> {
    let known: Option<Vec<ResultColumn>> = columns.iter().map(result_column).collect();
    known.unwrap_or_default()
}

fn result_column(column: &OutputColumn) -> Option<ResultColumn> {
    let name = result_name(column)?.as_str().to_owned();
    Some(ResultColumn { name, logical_type: column.logical_type })
}

/// The name of a result column, where the query itself tells it.
fn result_name(column: &OutputColumn) -> Option<&Identifier> {
    match (&column.alias, &column.expr) {
        (Some(alias), _) => Some(alias),
        (None, Expr::Column { name, .. }) => Some(name),
        _ => None,
    }
}
