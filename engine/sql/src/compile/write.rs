use versa_ast::{Assignment, Delete, Expr, OutputColumn, Update};
use versa_error::{Error, Result};

use super::{expr, result_columns, select};
use crate::writer::Writer;
use crate::{Access, Dialect, Statement};

pub(crate) fn update(query: &Update, dialect: &dyn Dialect) -> Result<Statement> {
    if query.set.is_empty() {
        return Err(Error::invalid_query("an update sets no column"));
    }
    let mut writer = Writer::new(dialect);
    writer.push("UPDATE ");
    writer.table(&query.table)?;
    writer.push(" SET ");
    assignments(&mut writer, &query.set)?;
    let native = dialect.capabilities().update_returning;
    finish(writer, query.filter.as_ref(), query.returning.as_deref(), native)
}

pub(crate) fn delete(query: &Delete, dialect: &dyn Dialect) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    writer.push("DELETE FROM ");
    writer.table(&query.table)?;
    let native = dialect.capabilities().delete_returning;
    finish(writer, query.filter.as_ref(), query.returning.as_deref(), native)
}

fn finish(
    mut writer: Writer<'_>,
    filter: Option<&Expr>,
    columns: Option<&[OutputColumn]>,
    native: bool,
) -> Result<Statement> {
    if let Some(filter) = filter {
        writer.push(" WHERE ");
        expr::write(&mut writer, filter)?;
    }
    let columns = if native { columns.unwrap_or_default() } else { &[] };
    returning(&mut writer, columns)?;
    Ok(Statement {
        text: writer.finish(),
        access: Access::Write,
        returns_rows: !columns.is_empty(),
        columns: result_columns(columns),
        bulk: None,
        echo: None,
    })
}

/// Writes the assignments of an update or an upsert.
pub(crate) fn assignments(writer: &mut Writer<'_>, set: &[Assignment]) -> Result<()> {
    writer.separated(set, ", ", |writer, assignment| {
        writer.identifier(&assignment.column)?;
        writer.push(" = ");
        expr::write(writer, &assignment.value)
    })
}

/// Writes what a write returns.
pub(crate) fn returning(writer: &mut Writer<'_>, columns: &[OutputColumn]) -> Result<()> {
    if columns.is_empty() {
        return Ok(());
    }
    writer.push(" RETURNING ");
    writer.separated(columns, ", ", select::output_column)
}
