//! Many rows changed at once, each to values of its own.
//!
//! - **Per row** (SQLite): `UPDATE t SET a = ? WHERE k = ?`, prepared once.
//! - **Arrays** (PostgreSQL): `UPDATE t SET a = r.c1 FROM unnest($1, $2) AS r (c0, c1) WHERE
//!   t.k = r.c0`; cases where the kinds of the values are not known.
//! - **Cases** (MySQL): `UPDATE t SET a = CASE WHEN k = ? THEN ? … ELSE a END WHERE k IN (…)`. A
//!   join with the values would compare texts of two collations, which the server refuses.

use versa_ast::{Expr, Identifier, InsertColumn, LogicalType, UpdateRows};
use versa_error::{Error, Result};

use super::{arrays, expr, write};
use crate::writer::{Writer, quoted};
use crate::{
    Access, Bulk, BulkRun, Dialect, Duplicates, SlotKind, SqlPart, Statement, UpdateRowsStyle,
};

/// How many rows one statement of cases changes: each row is compared with all of them.
const ROWS_OF_CASES: u32 = 250;

/// The name of the rows that come as arrays.
const ROWS: &str = "versa_rows";

pub(super) fn statement(query: &UpdateRows, dialect: &dyn Dialect) -> Result<Statement> {
    if query.key.is_empty() || query.columns.is_empty() {
        return Err(Error::invalid_query("an update of rows names no key, or no column to change"));
    }
    let cells = query.key.len() + query.columns.len();
    let width = u32::try_from(cells)
        .map_err(|_| Error::invalid_query("an update of rows names too many columns"))?;
    let mut writer = Writer::new(dialect);
    writer.push("UPDATE ");
    writer.table(&query.table)?;
    writer.push(" SET ");
    let typed = cells_of(query).all(|column| column.logical_type.is_some());
    let style = dialect.capabilities().update_rows;
    let run = match style {
        UpdateRowsStyle::PerRow => per_row(&mut writer, query)?,
        UpdateRowsStyle::Arrays if typed && arrays::is_row_type(&writer, &query.table) => {
            from_arrays(&mut writer, query, width)?
        }
        // Beside a column, the server knows the type of a value by itself.
        UpdateRowsStyle::Arrays | UpdateRowsStyle::Cases => cases(&mut writer, query, width)?,
    };
    if let Some(filter) = &query.filter {
        writer.push(" AND (");
        own_column(&mut writer, query, |writer| expr::write(writer, filter))?;
        writer.push(")");
    }
    let text = writer.finish();
    Ok(Statement {
        bulk: Some(Bulk { index: query.index, width, run }.leave_room(&text)),
        text,
        access: Access::Write,
        returns_rows: false,
        columns: Vec::new(),
        echo: None,
        duplicates: Duplicates::Counted,
    })
}

/// The assignments that are the same for every row.
fn shared(writer: &mut Writer<'_>, query: &UpdateRows) -> Result<()> {
    let set = query.set.as_deref().unwrap_or_default();
    if set.is_empty() {
        return Ok(());
    }
    writer.push(", ");
    own_column(writer, query, |writer| write::assignments(writer, set))
}

/// A column that names no table is the changed row's.
fn own_column(
    writer: &mut Writer<'_>,
    query: &UpdateRows,
    write: impl FnOnce(&mut Writer<'_>) -> Result<()>,
) -> Result<()> {
    writer.own_table = Some(query.table.name.clone());
    let written = write(writer);
    writer.own_table = None;
    written
}

fn per_row(writer: &mut Writer<'_>, query: &UpdateRows) -> Result<BulkRun> {
    let assign = |writer: &mut Writer<'_>, column: &InsertColumn, cell: u32| {
        writer.identifier(&column.name)?;
        writer.push(" = ");
        writer.param(query.index, column.logical_type, SlotKind::Cell { column: cell });
        Ok::<(), Error>(())
    };
    for (cell, column) in changed(query) {
        writer.push(if cell > first_changed(query) { ", " } else { "" });
        assign(writer, column, cell)?;
    }
    shared(writer, query)?;
    writer.push(" WHERE ");
    for (cell, column) in (0..).zip(&query.key) {
        writer.push(if cell > 0 { " AND " } else { "" });
        assign(writer, column, cell)?;
    }
    Ok(BulkRun::PerRow)
}

fn from_arrays(writer: &mut Writer<'_>, query: &UpdateRows, width: u32) -> Result<BulkRun> {
    let given = |writer: &mut Writer<'_>, cell: u32| writer.push(&format!("{ROWS}.c{cell}"));
    for (cell, column) in changed(query) {
        writer.push(if cell > first_changed(query) { ", " } else { "" });
        writer.identifier(&column.name)?;
        writer.push(" = ");
        given(writer, cell);
    }
    shared(writer, query)?;
    writer.push(" FROM ");
    arrays::of_table(writer, &query.table, cells_of(query), query.index, width)?;
    let names: Vec<String> = (0..width).map(|cell| format!("c{cell}")).collect();
    writer.push(&format!(" AS {ROWS} ({}) WHERE ", names.join(", ")));
    for (cell, column) in (0..).zip(&query.key) {
        writer.push(if cell > 0 { " AND " } else { "" });
        own_name(writer, query, &column.name)?;
        writer.push(" = ");
        given(writer, cell);
    }
    Ok(BulkRun::Once)
}

fn cases(writer: &mut Writer<'_>, query: &UpdateRows, width: u32) -> Result<BulkRun> {
    let dialect = writer.dialect;
    let key: Vec<(String, Option<LogicalType>)> = query
        .key
        .iter()
        .map(|column| Ok((quoted(&column.name, dialect)?, column.logical_type)))
        .collect::<Result<_>>()?;
    let index = query.index;
    for (cell, column) in changed(query) {
        let logical_type = column.logical_type;
        writer.push(if cell > first_changed(query) { ", " } else { "" });
        writer.identifier(&column.name)?;
        writer.push(" = CASE");
        writer.part(SqlPart::Cases { index, key: key.clone(), cell, logical_type, width });
        writer.push(" ELSE ");
        writer.identifier(&column.name)?;
        writer.push(" END");
    }
    shared(writer, query)?;
    writer.push(" WHERE ");
    let names: Vec<&str> = key.iter().map(|(name, _)| name.as_str()).collect();
    writer.push(&format!("({}) IN (", names.join(", ")));
    let columns = query.key.iter().map(|column| column.logical_type).collect();
    writer.part(SqlPart::Tuples { index, columns, width, bulk: true });
    writer.push(")");
    let keys = first_changed(query);
    Ok(BulkRun::Chunked {
        max_parameters: dialect.capabilities().max_parameters,
        per_row: (width - keys).saturating_mul(keys + 1).saturating_add(keys),
        max_rows: ROWS_OF_CASES,
    })
}

/// The columns that get a value of the row's own, with the places of their cells.
fn changed(query: &UpdateRows) -> impl Iterator<Item = (u32, &InsertColumn)> {
    (first_changed(query)..).zip(&query.columns)
}

/// The columns of a row's cells: those of the key first.
fn cells_of(query: &UpdateRows) -> impl Iterator<Item = &InsertColumn> {
    query.key.iter().chain(&query.columns)
}

/// The place of the first changed one: behind those of the key.
#[allow(clippy::cast_possible_truncation, reason = "their sum was checked to be a u32")]
fn first_changed(query: &UpdateRows) -> u32 {
    query.key.len() as u32
}

fn own_name(writer: &mut Writer<'_>, query: &UpdateRows, name: &Identifier) -> Result<()> {
    let column = Expr::Column { table: Some(query.table.name.clone()), name: name.clone() };
    expr::write(writer, &column)
}
