use std::sync::Arc;

use versa_ast::{Expr, Insert, InsertSource, OutputColumn};
use versa_error::Result;

use super::insert;
use crate::writer::Writer;
use crate::{Dialect, Echo, EchoBatch, EchoColumn, SlotKind, SqlText};

/// The echo of an insert whose returned columns are the table's own and typed, and whose values are
/// all parameters: then the driver may know what is returned without asking for it.
pub(super) fn of(query: &Insert, dialect: &dyn Dialect) -> Result<Option<Echo>> {
    let returned = query.returning.as_deref().unwrap_or_default();
    let plain = query.on_conflict.is_none()
        && query.table.schema.is_none()
        && !query.columns.is_empty()
        && are_params(&query.source);
    let Some(columns) =
        echo_columns(query, returned).filter(|columns| plain && !columns.is_empty())
    else {
        return Ok(None);
    };
    let mut writer = Writer::new(dialect);
    insert::write_insert(&mut writer, query)?;
    let SqlText::Fixed { sql, slots } = writer.finish() else { return Ok(None) };
    let one_each = slots.len() == query.columns.len()
        && slots.iter().all(|slot| matches!(slot.kind, SlotKind::Value | SlotKind::Cell { .. }));
    if !one_each {
        return Ok(None);
    }
    let batch = match query.source {
        InsertSource::Rows { .. } => batch(&sql, slots.len(), dialect),
        _ => None,
    };
    let read = read_back(query, returned, dialect)?;
    Ok(Some(Echo { sql, slots, batch, read, table: query.table.name.as_str().to_owned(), columns }))
}

/// How many rows one statement takes: beyond some dozens, more bring nothing.
const BATCH_ROWS: usize = 32;

/// The insert of several rows: what stands behind `VALUES` is repeated.
fn batch(sql: &str, width: usize, dialect: &dyn Dialect) -> Option<EchoBatch> {
    let most = usize::try_from(dialect.capabilities().max_parameters).unwrap_or(usize::MAX);
    let rows = BATCH_ROWS.min(most / width.max(1));
    // Only placeholders follow: no name can hold the last one.
    let (_, row) = sql.rsplit_once(" VALUES ")?;
    let more = format!(", {row}").repeat(rows.checked_sub(1)?);
    (rows > 1).then(|| EchoBatch { sql: format!("{sql}{more}").into(), rows })
}

fn are_params(source: &InsertSource) -> bool {
    match source {
        InsertSource::Row { values } => {
            values.iter().all(|value| matches!(value, Expr::Param { .. }))
        }
        InsertSource::Rows { .. } => true,
        InsertSource::Query { .. } => false,
    }
}

fn echo_columns(query: &Insert, returned: &[OutputColumn]) -> Option<Vec<EchoColumn>> {
    returned
        .iter()
        .map(|column| match (&column.expr, &column.alias) {
            (Expr::Column { name, table: None }, None) => Some(EchoColumn {
                name: name.as_str().to_owned(),
                logical_type: column.logical_type?,
                given: query.columns.iter().position(|given| given.name == *name),
            }),
            _ => None,
        })
        .collect()
}

/// Reads the returned columns of one row by its rowid.
fn read_back(query: &Insert, returned: &[OutputColumn], dialect: &dyn Dialect) -> Result<Arc<str>> {
    let mut writer = Writer::new(dialect);
    writer.push("SELECT ");
    writer.separated(returned, ", ", super::select::output_column)?;
    writer.push(" FROM ");
    writer.table(&query.table)?;
    writer.push(" WHERE rowid = ?");
    match writer.finish() {
        SqlText::Fixed { sql, .. } => Ok(sql),
        SqlText::Expanding(_) => Err(versa_error::Error::internal("a read that expands")),
    }
}
