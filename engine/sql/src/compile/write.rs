use versa_ast::{Assignment, Delete, Expr, Join, JoinKind, OutputColumn, TableRef, Update};
use versa_error::{Error, Result};

use super::{expr, result_columns, select};
use crate::writer::Writer;
use crate::{Access, Dialect, Duplicates, Statement, WriteJoins};

pub(crate) fn update(query: &Update, dialect: &dyn Dialect) -> Result<Statement> {
    if query.set.is_empty() {
        return Err(Error::invalid_query("an update sets no column"));
    }
    let joins = joins(query.joins.as_deref())?;
    let mut writer = Writer::new(dialect);
    writer.push("UPDATE ");
    writer.table(&query.table)?;
    if joins.is_empty() {
        writer.push(" SET ");
        assignments(&mut writer, &query.set)?;
        filter(&mut writer, &[], query.filter.as_ref())?;
    } else if dialect.capabilities().write_joins == WriteJoins::Joined {
        select::joins(&mut writer, joins)?;
        writer.push(" SET ");
        // Two tables may have a column of the name.
        writer.separated(&query.set, ", ", |writer, assignment| {
            writer.identifier(&query.table.name)?;
            writer.push(".");
            assign(writer, assignment)
        })?;
        filter(&mut writer, &[], query.filter.as_ref())?;
    } else {
        writer.push(" SET ");
        assignments(&mut writer, &query.set)?;
        writer.push(" FROM ");
        writer.separated(joins, ", ", |writer, join| select::source(writer, &join.source))?;
        filter(&mut writer, joins, query.filter.as_ref())?;
    }
    let native = dialect.capabilities().update_returning;
    finish(writer, query.returning.as_deref(), native)
}

pub(crate) fn delete(query: &Delete, dialect: &dyn Dialect) -> Result<Statement> {
    let joins = joins(query.joins.as_deref())?;
    let mut writer = Writer::new(dialect);
    if joins.is_empty() {
        writer.push("DELETE FROM ");
        writer.table(&query.table)?;
        filter(&mut writer, &[], query.filter.as_ref())?;
    } else {
        joined_delete(&mut writer, &query.table, joins, query.filter.as_ref())?;
    }
    let native = dialect.capabilities().delete_returning;
    finish(writer, query.returning.as_deref(), native)
}

fn joined_delete(
    writer: &mut Writer<'_>,
    table: &TableRef,
    joins: &[Join],
    condition: Option<&Expr>,
) -> Result<()> {
    let style = writer.dialect.capabilities().write_joins;
    let sources = |writer: &mut Writer<'_>| {
        writer.separated(joins, ", ", |writer, join| select::source(writer, &join.source))
    };
    match style {
        WriteJoins::Joined => {
            writer.push("DELETE ");
            writer.table(table)?;
            writer.push(" FROM ");
            writer.table(table)?;
            select::joins(writer, joins)?;
            filter(writer, &[], condition)
        }
        WriteJoins::FromUsing => {
            writer.push("DELETE FROM ");
            writer.table(table)?;
            writer.push(" USING ");
            sources(writer)?;
            filter(writer, joins, condition)
        }
        WriteJoins::FromExists => {
            writer.push("DELETE FROM ");
            writer.table(table)?;
            writer.push(" WHERE EXISTS (SELECT 1 FROM ");
            sources(writer)?;
            filter(writer, joins, condition)?;
            writer.push(")");
            Ok(())
        }
    }
}

/// The joins of a write: those whose conditions can as well stand in its filter.
fn joins(joins: Option<&[Join]>) -> Result<&[Join]> {
    let joins = joins.unwrap_or_default();
    let inner = |join: &Join| match join.kind {
        JoinKind::Inner => join.on.is_some(),
        JoinKind::Cross => join.on.is_none(),
        JoinKind::Left | JoinKind::Right | JoinKind::Full => false,
    };
    if joins.iter().all(inner) {
        return Ok(joins);
    }
    Err(Error::invalid_query("a write can only have inner joins with a condition, and cross joins")
        .hint("ask for rows without a partner with whereNotExists"))
}

/// Writes the filter of a write, and the conditions of joins that have no place of their own.
fn filter(writer: &mut Writer<'_>, joins: &[Join], condition: Option<&Expr>) -> Result<()> {
    let all: Vec<&Expr> =
        joins.iter().filter_map(|join| join.on.as_ref()).chain(condition).collect();
    match all.as_slice() {
        [] => Ok(()),
        [only] => {
            writer.push(" WHERE ");
            expr::write(writer, only)
        }
        several => {
            writer.push(" WHERE ");
            writer.separated(several, " AND ", |writer, expr| expr::operand(writer, expr))
        }
    }
}

fn finish(
    mut writer: Writer<'_>,
    columns: Option<&[OutputColumn]>,
    native: bool,
) -> Result<Statement> {
    let columns = if native { columns.unwrap_or_default() } else { &[] };
    returning(&mut writer, columns)?;
    Ok(Statement {
        text: writer.finish(),
        access: Access::Write,
        returns_rows: !columns.is_empty(),
        columns: result_columns(columns),
        bulk: None,
        echo: None,
        duplicates: Duplicates::Counted,
    })
}

/// Writes the assignments of an update or an upsert.
pub(crate) fn assignments(writer: &mut Writer<'_>, set: &[Assignment]) -> Result<()> {
    writer.separated(set, ", ", assign)
}

fn assign(writer: &mut Writer<'_>, assignment: &Assignment) -> Result<()> {
    writer.identifier(&assignment.column)?;
    writer.push(" = ");
    expr::write(writer, &assignment.value)
}

/// Writes what a write returns.
pub(crate) fn returning(writer: &mut Writer<'_>, columns: &[OutputColumn]) -> Result<()> {
    if columns.is_empty() {
        return Ok(());
    }
    writer.push(" RETURNING ");
    writer.separated(columns, ", ", select::output_column)
}
