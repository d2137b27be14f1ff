//! What an insert returns, told from what it was given.
//!
//! SQLite runs `returning` through a table of its own, which costs several times the insert. What
//! it would return is mostly known: the values that were given, the rowid that the connection
//! remembers, and null where a column has no default. Mostly, because a column may convert what is
//! put into it, be computed, or have a default: so the table's declaration is read first, each
//! value is looked at, and whatever cannot be told goes through `returning` after all.

use rusqlite::Connection;
use versa_ast::{LogicalType, Value};
use versa_error::{Error, Result};
use versa_rows::RowSink;
use versa_sql::{Echo, EchoColumn};
use versa_sqlite_values::{Bound, Cell, decode_cell, stored};

use crate::affinity::Affinity;

/// How each inserted and each returned column behaves.
#[derive(Debug, PartialEq)]
pub(crate) struct Told {
    given: Vec<Given>,
    returned: Vec<Returned>,
    /// Whether rows that are inserted by one statement get consecutive numbers: nothing else is
    /// inserted in between.
    consecutive: bool,
}

#[derive(Debug, PartialEq)]
struct Given {
    affinity: Affinity,
    not_null: bool,
    is_rowid: bool,
}

#[derive(Debug, PartialEq)]
enum Returned {
    /// The value of an inserted column.
    Given { at: usize, logical_type: LogicalType },
    /// The row's number.
    RowId,
    /// Nothing was given and there is no default.
    Null,
}

/// A column as the table declares it.
struct Declared {
    name: String,
    declared: String,
    not_null: bool,
    has_default: bool,
    key: i64,
    is_computed: bool,
}

/// Reads how the table is declared. `None` where it does not let itself be told what it returns.
pub(crate) fn told(connection: &Connection, echo: &Echo) -> rusqlite::Result<Option<Told>> {
    let columns = declared_columns(connection, &echo.table)?;
    let rowid = rowid_column(connection, &echo.table, &columns)?;
    let find = |name: &str| columns.iter().find(|column| column.name == *name);
    let given_columns = echo.columns.iter().filter_map(|column| Some((column.given?, column)));
    let mut given: Vec<Option<Given>> = echo.slots.iter().map(|_| None).collect();
    for (at, column) in given_columns {
        let (Some(slot), Some(declared)) = (given.get_mut(at), find(&column.name)) else {
            return Ok(None);
        };
        *slot = Some(Given {
            affinity: Affinity::of(&declared.declared),
            not_null: declared.not_null,
            is_rowid: rowid == Some(&declared.name),
        });
    }
    let returned = echo.columns.iter().map(|column| {
        let declared = find(&column.name)?;
        returned_of(column, declared, rowid == Some(&declared.name))
    });
    let returned: Option<Vec<Returned>> = returned.collect();
    let given: Option<Vec<Given>> = given.into_iter().collect();
    let consecutive = !has_triggers(connection, &echo.table)?;
    Ok(given.zip(returned).map(|(given, returned)| Told { given, returned, consecutive }))
}

fn returned_of(column: &EchoColumn, declared: &Declared, is_rowid: bool) -> Option<Returned> {
    if is_rowid {
        return Some(Returned::RowId);
    }
    if let Some(at) = column.given {
        return (!declared.is_computed)
            .then_some(Returned::Given { at, logical_type: column.logical_type });
    }
    (!declared.is_computed && !declared.has_default && !declared.not_null).then_some(Returned::Null)
}

impl Told {
    /// Whether a row's values come back as they are given.
    pub(crate) fn keeps(&self, row: &[Value]) -> bool {
        self.given.len() == row.len()
            && self.given.iter().zip(row).all(|(column, value)| match value {
                Value::Null => column.is_rowid || !column.not_null,
                Value::Int(_) => column.is_rowid || column.affinity.keeps(value),
                _ => !column.is_rowid && column.affinity.keeps(value),
            })
    }

    /// Whether several rows can be inserted by one statement: their numbers are known afterwards,
    /// because they follow each other, or because they are given.
    pub(crate) fn takes_batches(&self) -> bool {
        self.consecutive && !self.given.iter().any(|column| column.is_rowid)
    }

    /// Packs the row that was inserted.
    pub(crate) fn pack(&self, row: &[Value], rowid: i64, sink: &mut RowSink) -> Result<()> {
        for column in &self.returned {
            match column {
                Returned::RowId => sink.int(rowid),
                Returned::Null => sink.null(),
                Returned::Given { at, logical_type } => {
                    let Some((value, column)) = row.get(*at).zip(self.given.get(*at)) else {
                        return Err(Error::internal("a value is missing"));
                    };
                    pack_value(value, column.affinity, *logical_type, sink)?;
                }
            }
        }
        Ok(())
    }
}

/// Packs a value as it is decoded when it is read: by the same function.
fn pack_value(
    value: &Value,
    affinity: Affinity,
    logical_type: LogicalType,
    sink: &mut RowSink,
) -> Result<()> {
    let kept = match value {
        #[allow(clippy::cast_precision_loss, reason = "what is larger is not kept as it is")]
        Value::Int(value) if affinity == Affinity::Real => Bound::Cell(Cell::Real(*value as f64)),
        Value::Timestamp(microseconds) if logical_type == LogicalType::Timestamp => {
            sink.timestamp(*microseconds);
            return Ok(());
        }
        value => stored(value)?,
    };
    decode_cell(kept.cell(), Some(logical_type), sink)
}

fn declared_columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Declared>> {
    let mut statement = connection.prepare(
        "SELECT x.name, x.type, x.\"notnull\", x.dflt_value IS NOT NULL, x.pk, x.hidden <> 0 \
         FROM pragma_table_list AS l JOIN pragma_table_xinfo(l.name) AS x \
         WHERE l.name = ?1 AND l.type = 'table' AND l.schema = 'main'",
    )?;
    let columns = statement.query_map([table], |row| {
        Ok(Declared {
            name: row.get(0)?,
            declared: row.get(1)?,
            not_null: row.get(2)?,
            has_default: row.get(3)?,
            key: row.get(4)?,
            is_computed: row.get(5)?,
        })
    })?;
    columns.collect()
}

fn has_triggers(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM (SELECT type, tbl_name FROM sqlite_schema UNION ALL \
         SELECT type, tbl_name FROM sqlite_temp_schema) WHERE type = 'trigger' AND \
         tbl_name = ?1 COLLATE NOCASE)",
        [table],
        |row| row.get(0),
    )
}

/// Whether the table has numbers left for so many rows behind its last one. Without, SQLite takes
/// any that are free.
pub(crate) fn has_numbers_for(
    connection: &Connection,
    echo: &Echo,
    rows: usize,
) -> rusqlite::Result<bool> {
    let table = echo.table.replace('"', "\"\"");
    let last: Option<i64> = connection
        .prepare_cached(&format!("SELECT max(rowid) FROM \"{table}\""))?
        .query_row([], |row| row.get(0))?;
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(last.is_none_or(|last| last.checked_add(rows).is_some()))
}

/// The column that is another name of the rowid: the only key column, declared as `INTEGER`, where
/// the table has no index for its key.
fn rowid_column<'a>(
    connection: &Connection,
    table: &str,
    columns: &'a [Declared],
) -> rusqlite::Result<Option<&'a String>> {
    let mut keys = columns.iter().filter(|column| column.key > 0);
    let (Some(key), None) = (keys.next(), keys.next()) else { return Ok(None) };
    let indexed: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')",
        [table],
        |row| row.get(0),
    )?;
    let is_rowid = !indexed && key.declared.eq_ignore_ascii_case("INTEGER");
    Ok(is_rowid.then_some(&key.name))
}
