use std::sync::Arc;

use versa_ast::{
    Assignment, ConflictAction, Expr, Insert, InsertSource, LogicalType, OnConflict, Select,
};
use versa_error::{Error, ErrorCode, Result};

use super::write::{assignments, returning};
use super::{arrays, echo, expr, result_columns, select};
use crate::writer::Writer;
use crate::{Access, Bulk, BulkRun, BulkStyle, Dialect, Duplicates, SlotKind, SqlPart, Statement};

pub(crate) fn statement(query: &Insert, dialect: &dyn Dialect) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    let bulk = write_insert(&mut writer, query)?;
    let columns = query.returning.as_deref().unwrap_or_default();
    let native = dialect.capabilities().insert_returning;
    if native {
        returning(&mut writer, columns)?;
    }
    let text = writer.finish();
    Ok(Statement {
        bulk: bulk.map(|bulk| bulk.leave_room(&text)),
        text,
        access: Access::Write,
        returns_rows: native && !columns.is_empty(),
        columns: if native { result_columns(columns) } else { Vec::new() },
        echo: if dialect.capabilities().insert_echo {
            echo::of(query, dialect)?.map(Arc::new)
        } else {
            None
        },
        duplicates: duplicates(query, dialect),
    })
}

/// How the rows of an insert are counted.
fn duplicates(query: &Insert, dialect: &dyn Dialect) -> Duplicates {
    // Rows that come back are counted one by one.
    if dialect.capabilities().on_conflict || query.returning.is_some() {
        return Duplicates::Counted;
    }
    match query.on_conflict.as_ref().map(|conflict| &conflict.action) {
        None => Duplicates::Counted,
        Some(ConflictAction::Update { .. }) => Duplicates::Changed,
        Some(ConflictAction::Nothing) => Duplicates::Left,
    }
}

/// Writes the insert up to what it returns.
pub(super) fn write_insert(writer: &mut Writer<'_>, query: &Insert) -> Result<Option<Bulk>> {
    writer.push("INSERT INTO ");
    writer.table(&query.table)?;
    let bulk = source(writer, query)?;
    if let Some(conflict) = &query.on_conflict {
        on_conflict(writer, query, conflict)?;
    }
    Ok(bulk)
}

fn source(writer: &mut Writer<'_>, query: &Insert) -> Result<Option<Bulk>> {
    match &query.source {
        InsertSource::Row { values } if values.len() != query.columns.len() => {
            Err(Error::invalid_query(format!(
                "the insert names {} columns and gives {} values",
                query.columns.len(),
                values.len()
            )))
        }
        InsertSource::Row { values } if values.is_empty() => {
            let defaults = writer.dialect.capabilities().default_values;
            writer.push(if defaults { " DEFAULT VALUES" } else { " () VALUES ()" });
            Ok(None)
        }
        InsertSource::Row { values } => {
            column_names(writer, query)?;
            writer.push(" VALUES (");
            writer.separated(values, ", ", expr::write)?;
            writer.push(")");
            Ok(None)
        }
        InsertSource::Query { query: rows } => {
            column_names(writer, query)?;
            writer.push(" ");
            if query.on_conflict.is_some() && rows.from.is_some() && rows.filter.is_none() {
                // Without a filter the parsers take the `on` of the conflict for a join's.
                let filter = Some(Expr::And { items: Vec::new() });
                select::write(writer, &Select { filter, ..Select::clone(rows) })?;
            } else {
                select::write(writer, rows)?;
            }
            Ok(None)
        }
        InsertSource::Rows { index, given } => {
            if query.columns.is_empty() {
                return Err(Error::invalid_query("an insert of many rows names no column"));
            }
            column_names(writer, query)?;
            rows(writer, query, *index, *given).map(Some)
        }
    }
}

fn column_names(writer: &mut Writer<'_>, query: &Insert) -> Result<()> {
    writer.push(" (");
    writer.separated(&query.columns, ", ", |writer, column| writer.identifier(&column.name))?;
    writer.push(")");
    Ok(())
}

fn rows(writer: &mut Writer<'_>, query: &Insert, index: u32, given: Option<u32>) -> Result<Bulk> {
    let types: Vec<Option<LogicalType>> =
        query.columns.iter().map(|column| column.logical_type).collect();
    let width = u32::try_from(types.len())
        .map_err(|_| Error::invalid_query("an insert names too many columns"))?;
    let capabilities = writer.dialect.capabilities();
    let typed = types.iter().all(Option::is_some);
    let run = match capabilities.bulk {
        BulkStyle::PerRow if given.is_some() => {
            return Err(Error::new(
                ErrorCode::Unsupported,
                "a statement of this database cannot leave out columns of some rows",
            ));
        }
        BulkStyle::PerRow => {
            writer.push(" VALUES (");
            for (column, logical_type) in (0..width).zip(&types) {
                writer.push(if column > 0 { ", " } else { "" });
                writer.param(index, *logical_type, SlotKind::Cell { column });
            }
            writer.push(")");
            BulkRun::PerRow
        }
        BulkStyle::Arrays
            if given.is_none() && typed && arrays::is_row_type(writer, &query.table) =>
        {
            writer.push(" SELECT * FROM ");
            arrays::of_table(writer, &query.table, query.columns.iter(), index, width)?;
            BulkRun::Once
        }
        _ => {
            writer.push(" VALUES ");
            writer.part(SqlPart::Rows { index, given, columns: types });
            let max_parameters = capabilities.max_parameters;
            BulkRun::Chunked { max_parameters, per_row: width, max_rows: u32::MAX }
        }
    };
    Ok(Bulk { index, width, run })
}

fn on_conflict(writer: &mut Writer<'_>, query: &Insert, conflict: &OnConflict) -> Result<()> {
    if let ConflictAction::Update { set } = &conflict.action
        && set.is_empty()
    {
        return Err(Error::invalid_query("an upsert has nothing to update")
            .hint("name columns to update, or do nothing on a conflict"));
    }
    if writer.dialect.capabilities().on_conflict {
        writer.push(" ON CONFLICT");
        if !conflict.columns.is_empty() {
            writer.push(" (");
            writer.separated(&conflict.columns, ", ", Writer::identifier)?;
            writer.push(")");
            if let Some(living) = &conflict.living {
                writer.push(" WHERE ");
                writer.identifier(living)?;
                writer.push(" IS NULL");
            }
        }
        return match &conflict.action {
            ConflictAction::Nothing => {
                writer.push(" DO NOTHING");
                Ok(())
            }
            ConflictAction::Update { .. } if conflict.columns.is_empty() => {
                Err(Error::invalid_query("an upsert does not say which columns are unique")
                    .hint("name them: { on: ['email'] }"))
            }
            ConflictAction::Update { set } => {
                writer.push(" DO UPDATE SET ");
                proposed(writer, query, set)
            }
        };
    }
    let alone = duplicates(query, writer.dialect) == Duplicates::Left;
    match (&conflict.action, &query.source) {
        (ConflictAction::Update { set }, _) => {
            writer.push(ON_DUPLICATE);
            proposed(writer, query, set)
        }
        // See `Duplicates::Left`.
        (ConflictAction::Nothing, InsertSource::Row { .. }) if alone => Ok(()),
        (ConflictAction::Nothing, InsertSource::Rows { .. }) if alone => {
            writer.several(|writer| keep_as_it_is(writer, query, conflict))
        }
        (ConflictAction::Nothing, _) => keep_as_it_is(writer, query, conflict),
    }
}

const ON_DUPLICATE: &str = " ON DUPLICATE KEY UPDATE ";

/// `insert ignore` would ignore every other error too; setting a column to itself changes nothing.
fn keep_as_it_is(writer: &mut Writer<'_>, query: &Insert, conflict: &OnConflict) -> Result<()> {
    let first = conflict.columns.first().or(query.columns.first().map(|column| &column.name));
    let Some(name) = first else {
        return Err(Error::invalid_query("an insert without columns cannot have a conflict"));
    };
    let value = Expr::Column { table: None, name: name.clone() };
    writer.push(ON_DUPLICATE);
    proposed(writer, query, &[Assignment { column: name.clone(), value }])
}

/// Writes the assignments of an upsert. A column alone is the existing row's: it gets the table's
/// name, since the databases also see the proposed row's column or that of the inserted query.
fn proposed(writer: &mut Writer<'_>, query: &Insert, set: &[Assignment]) -> Result<()> {
    writer.own_table = Some(query.table.name.clone());
    writer.in_upsert = true;
    let written = assignments(writer, set);
    writer.own_table = None;
    writer.in_upsert = false;
    written
}
