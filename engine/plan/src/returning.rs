//! `returning` for databases that have none.
//!
//! - **Insert**: the rows are read back by their primary key. Each row's key was either given among
//!   the inserted columns, or generated: then the database says the first one, and those of a
//!   statement follow it without gaps (InnoDB guarantees it for inserts that name their rows). An
//!   upsert's rows are read back by the unique column; with `nothing` on a conflict the row that
//!   existed is among them.
//! - **Update and delete**: the keys of the rows are read and locked first, then the rows are
//!   written by key; an update's rows are read back by key, a delete's were read before.

use std::sync::Arc;

use versa_ast::{
    Delete, Direction, Expr, Identifier, InValues, Insert, InsertSource, Lock, LockStrength, Order,
    OutputColumn, Query, Select, Source, TableRef, Update,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Dialect, ResultColumn, SqlPart, SqlText, Statement, compile, quoted};

use crate::plan::Steps;

/// An insert whose rows are read back by their keys.
#[derive(Clone, Debug)]
pub struct InsertedKeys {
    /// The insert.
    pub write: Arc<Statement>,
    /// Reads the rows whose keys are in the list behind [`InsertedKeys::keys`], in the keys' order.
    pub read: Arc<Statement>,
    /// The index of the extra parameter that takes the keys.
    pub keys: u32,
    /// Where the keys come from.
    pub source: KeySource,
    /// The result columns.
    pub columns: Vec<ResultColumn>,
}

/// Where the keys of inserted rows come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum KeySource {
    /// One row: the value of that parameter, which is not null.
    Param(u32),
    /// Many rows: that column of the bulk parameter. Without a row there is nothing to read.
    Cells {
        /// The bulk parameter.
        index: u32,
        /// The key's column.
        column: usize,
        /// The number of columns.
        width: usize,
    },
    /// The database generates them: the last insert's first key and the ones that follow.
    Generated,
}

/// A write whose rows' keys are read first.
#[derive(Clone, Debug)]
pub struct KeysFirst {
    /// Reads and locks the keys.
    pub keys: Arc<Statement>,
    /// The write, of the rows whose keys are in the list of the extra parameter.
    pub write: Arc<Statement>,
    /// Reads the returned columns of the same rows.
    pub read: Arc<Statement>,
    /// Whether they are read before the write (a delete) or after it (an update).
    pub read_before: bool,
    /// The index of the extra parameter that takes the keys.
    pub keys_param: u32,
    /// The result columns.
    pub columns: Vec<ResultColumn>,
}

/// The steps of a query whose `returning` the dialect does not have; none where one statement does.
pub(crate) fn emulate(query: &Query, dialect: &dyn Dialect) -> Result<Option<Steps>> {
    let capabilities = dialect.capabilities();
    match query {
        Query::Insert(insert) if !capabilities.insert_returning => insert_steps(insert, dialect),
        Query::Update(update) if !capabilities.update_returning => update_steps(update, dialect),
        Query::Delete(delete) if !capabilities.delete_returning => delete_steps(delete, dialect),
        _ => Ok(None),
    }
}

fn insert_steps(insert: &Insert, dialect: &dyn Dialect) -> Result<Option<Steps>> {
    let Some(returned) = wanted(insert.returning.as_deref()) else { return Ok(None) };
    let key = read_key(insert)?;
    let source = key_source(insert, key)?;
    let write = compile(&Query::Insert(Box::new(insert.clone())), dialect)?;
    let keys = free_param(&write, &insert.table, returned, dialect)?;
    let mut read = by_key(&insert.table, key, returned, keys);
    let living = insert.on_conflict.as_ref().and_then(|conflict| conflict.living.as_ref());
    if let Some(living) = living {
        // A row that does not count may have the same value.
        let is_living = Expr::IsNull { expr: Box::new(column(living)), negated: false };
        let items = read.filter.into_iter().chain([is_living]).collect();
        read.filter = Some(Expr::And { items });
    }
    if source == KeySource::Generated {
        read.order_by = Some(vec![Order {
            expr: column(key),
            direction: Direction::Asc,
            nulls: None,
            logical_type: None,
        }]);
    }
    let mut read = compile(&Query::Select(Box::new(read)), dialect)?;
    if matches!(source, KeySource::Cells { .. }) {
        order_like_list(&mut read.text, key, keys, dialect)?;
    }
    Ok(Some(Steps::InsertedKeys(Box::new(InsertedKeys {
        write: Arc::new(write),
        columns: read.columns.clone(),
        read: Arc::new(read),
        keys,
        source,
    }))))
}

/// The column by whose values the rows are read back. A row that existed already has a key of its
/// own: it is found by the unique column that told.
fn read_key(insert: &Insert) -> Result<&Identifier> {
    let unique = insert.on_conflict.as_ref().map_or(&[][..], |conflict| &conflict.columns);
    match unique {
        [] => single_key(insert.key.as_deref(), &insert.table),
        [column] => Ok(column),
        _ => Err(unreadable(&insert.table)),
    }
}

fn key_source(insert: &Insert, key: &Identifier) -> Result<KeySource> {
    let at = insert.columns.iter().position(|column| column.name == *key);
    match (&insert.source, at) {
        (InsertSource::Row { values }, Some(at)) => match values.get(at) {
            Some(Expr::Param { index, .. }) => Ok(KeySource::Param(*index)),
            _ => Err(unreadable(&insert.table)),
        },
        (InsertSource::Rows { index, .. }, Some(column)) => {
            Ok(KeySource::Cells { index: *index, column, width: insert.columns.len() })
        }
        // How many rows a query has is known too late for the server to number them in one go.
        (InsertSource::Query { .. }, _) => Err(unreadable(&insert.table)),
        // A row that existed already got no number.
        (_, None) if insert.on_conflict.is_some() => Err(unreadable(&insert.table)),
        (_, None) => Ok(KeySource::Generated),
    }
}

fn update_steps(update: &Update, dialect: &dyn Dialect) -> Result<Option<Steps>> {
    let Some(returned) = wanted(update.returning.as_deref()) else { return Ok(None) };
    let key = single_key(update.key.as_deref(), &update.table)?;
    if update.set.iter().any(|assignment| assignment.column == *key) {
        return Err(Error::invalid_query(format!(
            "the update of {} changes the primary key, and this database cannot return its rows",
            update.table.name
        ))
        .hint("update without returning, and read the rows by their new keys"));
    }
    if update.joins.is_some() {
        return Err(unreadable(&update.table));
    }
    let original = compile(&Query::Update(Box::new(update.clone())), dialect)?;
    let keys_param = free_param(&original, &update.table, returned, dialect)?;
    let filter = Some(in_keys(key, keys_param));
    let write = Update { filter, returning: None, ..update.clone() };
    let write = compile(&Query::Update(Box::new(write)), dialect)?;
    let rows = Rows { table: &update.table, key, filter: update.filter.as_ref(), keys_param };
    keys_first(&rows, returned, write, false, dialect)
}

fn delete_steps(delete: &Delete, dialect: &dyn Dialect) -> Result<Option<Steps>> {
    let Some(returned) = wanted(delete.returning.as_deref()) else { return Ok(None) };
    let key = single_key(delete.key.as_deref(), &delete.table)?;
    if delete.joins.is_some() {
        return Err(unreadable(&delete.table));
    }
    let original = compile(&Query::Delete(Box::new(delete.clone())), dialect)?;
    let keys_param = free_param(&original, &delete.table, returned, dialect)?;
    let filter = Some(in_keys(key, keys_param));
    let write = Delete { filter, returning: None, ..delete.clone() };
    let write = compile(&Query::Delete(Box::new(write)), dialect)?;
    let rows = Rows { table: &delete.table, key, filter: delete.filter.as_ref(), keys_param };
    keys_first(&rows, returned, write, true, dialect)
}

/// The rows of an update or delete.
struct Rows<'a> {
    table: &'a TableRef,
    key: &'a Identifier,
    filter: Option<&'a Expr>,
    keys_param: u32,
}

fn keys_first(
    rows: &Rows<'_>,
    returned: &[OutputColumn],
    write: Statement,
    read_before: bool,
    dialect: &dyn Dialect,
) -> Result<Option<Steps>> {
    let lock = Lock { strength: LockStrength::Update, locked: None, of: None };
    let keys = Select {
        lock: Some(lock),
        columns: vec![OutputColumn { expr: column(rows.key), alias: None, logical_type: None }],
        from: Some(Source::Table { table: rows.table.clone(), alias: None }),
        filter: rows.filter.cloned(),
        ..Select::default()
    };
    let keys = compile(&Query::Select(Box::new(keys)), dialect)?;
    let read = by_key(rows.table, rows.key, returned, rows.keys_param);
    let read = compile(&Query::Select(Box::new(read)), dialect)?;
    Ok(Some(Steps::KeysFirst(Box::new(KeysFirst {
        keys: Arc::new(keys),
        write: Arc::new(write),
        columns: read.columns.clone(),
        read: Arc::new(read),
        read_before,
        keys_param: rows.keys_param,
    }))))
}

fn wanted(returned: Option<&[OutputColumn]>) -> Option<&[OutputColumn]> {
    returned.filter(|columns| !columns.is_empty())
}

fn single_key<'a>(key: Option<&'a [Identifier]>, table: &TableRef) -> Result<&'a Identifier> {
    match key {
        Some([key]) => Ok(key),
        _ => Err(unreadable(table)),
    }
}

fn unreadable(table: &TableRef) -> Error {
    Error::new(
        ErrorCode::Unsupported,
        format!("this database cannot return the rows written to {}", table.name),
    )
    .hint("give the table a primary key of one column, or write without returning and read after")
}

/// The rows whose keys are in a list.
fn by_key(
    table: &TableRef,
    key: &Identifier,
    returned: &[OutputColumn],
    keys_param: u32,
) -> Select {
    Select {
        columns: returned.to_vec(),
        from: Some(Source::Table { table: table.clone(), alias: None }),
        filter: Some(in_keys(key, keys_param)),
        ..Select::default()
    }
}

fn in_keys(key: &Identifier, keys_param: u32) -> Expr {
    Expr::In {
        expr: Box::new(column(key)),
        values: InValues::List { index: keys_param, logical_type: None },
        negated: false,
    }
}

fn column(name: &Identifier) -> Expr {
    Expr::Column { table: None, name: name.clone() }
}

/// The first parameter's index that neither a statement nor the returned columns use.
fn free_param(
    statement: &Statement,
    table: &TableRef,
    returned: &[OutputColumn],
    dialect: &dyn Dialect,
) -> Result<u32> {
    let source = Source::Table { table: table.clone(), alias: None };
    let columns = Select { columns: returned.to_vec(), from: Some(source), ..Select::default() };
    let columns = compile(&Query::Select(Box::new(columns)), dialect)?;
    Ok(next_param(statement).max(next_param(&columns)))
}

fn next_param(statement: &Statement) -> u32 {
    let used = match &statement.text {
        SqlText::Fixed { slots, .. } => slots.iter().map(|slot| slot.index).max(),
        SqlText::Expanding(parts) => parts
            .iter()
            .filter_map(|part| match part {
                SqlPart::Text(_) | SqlPart::Several(_) => None,
                SqlPart::Slot(slot) => Some(slot.index),
                SqlPart::Rows { index, given, .. } => {
                    Some(given.map_or(*index, |at| at.max(*index)))
                }
                SqlPart::List { index, .. }
                | SqlPart::Tuples { index, .. }
                | SqlPart::Cases { index, .. } => Some(*index),
            })
            .max(),
    };
    used.map_or(0, |index| index.saturating_add(1))
}

/// Rows come back in the order in which they were given. The list stands in the text twice then.
fn order_like_list(
    text: &mut SqlText,
    key: &Identifier,
    index: u32,
    dialect: &dyn Dialect,
) -> Result<()> {
    let function = dialect.list_position_function();
    let key = quoted(key, dialect)?;
    if let SqlText::Expanding(parts) = text {
        parts.push(SqlPart::Text(format!(" ORDER BY {function}({key}, ")));
        parts.push(SqlPart::List { index, logical_type: None });
        parts.push(SqlPart::Text(")".to_owned()));
    }
    Ok(())
}
