//! The rows of a list as a table: an array per column.

use versa_ast::{InsertColumn, LogicalType, TableRef};
use versa_error::Result;

use crate::SlotKind;
use crate::writer::Writer;

/// Writes rows whose columns have the types that their values are written as.
pub(super) fn of_types(writer: &mut Writer<'_>, types: &[LogicalType], index: u32, width: u32) {
    writer.push("unnest(");
    for (column, &logical_type) in (0..width).zip(types) {
        writer.push(if column > 0 { ", CAST(" } else { "CAST(" });
        writer.param(index, Some(logical_type), SlotKind::ColumnArray { column, width });
        writer.push(&format!(" AS {}[])", writer.dialect.cast_type(logical_type)));
    }
    writer.push(")");
}

/// Writes rows whose columns have the types of a table's columns, which the database knows: an
/// enum, a domain or an address would not take the text that its values are written as.
///
/// A parameter gets the type of what it is coalesced with. The table stands there as the type of
/// its rows, which needs no right to read it.
pub(super) fn of_table<'a>(
    writer: &mut Writer<'_>,
    table: &TableRef,
    columns: impl Iterator<Item = &'a InsertColumn>,
    index: u32,
    width: u32,
) -> Result<()> {
    writer.push("unnest(");
    for (cell, column) in (0..width).zip(columns) {
        writer.push(if cell > 0 { ", COALESCE(" } else { "COALESCE(" });
        writer.param(index, column.logical_type, SlotKind::ColumnArray { column: cell, width });
        writer.push(", ARRAY[(NULL::");
        writer.table(table)?;
        writer.push(").");
        writer.identifier(&column.name)?;
        writer.push("])");
    }
    writer.push(")");
    Ok(())
}

/// Whether the name of a table stands for the type of its rows.
pub(super) fn is_row_type(writer: &Writer<'_>, table: &TableRef) -> bool {
    table.schema.is_some() || !writer.dialect.is_own_type(table.name.as_str())
}
