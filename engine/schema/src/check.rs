use std::collections::HashSet;

use versa_ast::{Identifier, LogicalType};
use versa_error::{Error, ErrorCode, Result};

use crate::model::{Column, ForeignKey, Index, Table, precision, scale};
use crate::names::constraint_name;

/// Refuses a table that contradicts itself. `all` are the tables made together with it.
pub(crate) fn check(table: &Table, all: &[Table]) -> Result<()> {
    if table.columns.is_empty() {
        return Err(invalid(table, "has no column"));
    }
    let mut columns = HashSet::new();
    for column in &table.columns {
        if !columns.insert(column.name.as_str().to_lowercase()) {
            return Err(invalid(table, format!("has the column {} twice", column.name)));
        }
        if let Some(problem) = column_problem(column) {
            let what = format!("has a column {} {problem}", column.name);
            return Err(invalid(table, what).column(column.name.as_str()));
        }
    }
    check_identity(table)?;
    check_generated(table)?;
    let empty = table.uniques.iter().any(|key| key.columns.is_empty());
    if empty || table.indexes.iter().any(|index| index.keys.is_empty()) {
        return Err(invalid(table, "has a key without columns"));
    }
    if table.indexes.iter().any(|index| index.name.is_none() && index.has_expression()) {
        let error = invalid(table, "has an index of an expression without a name");
        return Err(error.hint("give it a name: no name can be made of an expression"));
    }
    let indexed: Vec<_> = table.indexes.iter().map(Index::columns).collect();
    let keys = table.uniques.iter().map(|key| &key.columns).chain(&indexed);
    let foreign = table.foreign_keys.iter().map(|key| &key.columns);
    let checked = table.checks.iter().map(|check| &check.columns);
    let living = table.living.as_slice();
    let own = keys.chain(foreign).chain(checked).chain([&table.primary_key]);
    for column in own.flatten().chain(living) {
        if !columns.contains(&column.as_str().to_lowercase()) {
            return Err(invalid(table, format!("has a key that names no column of it: {column}")));
        }
    }
    for key in &table.foreign_keys {
        check_foreign_key(table, key, all)?;
    }
    check_names(table)
}

fn column_problem(column: &Column) -> Option<&'static str> {
    if let Some(values) = &column.values {
        if values.is_empty() {
            return Some("that may have no value at all");
        }
        if column.logical_type != LogicalType::Text {
            return Some("with a list of values that is not text");
        }
    }
    if column.length == Some(0) {
        return Some("of length 0");
    }
    if column.collation.is_some() && column.logical_type != LogicalType::Text {
        return Some("with a collation that is not text");
    }
    if !matches!(column.bits, None | Some(16 | 32 | 64)) {
        return Some("of whole numbers with neither 16, 32 nor 64 bits");
    }
    let is_exact = matches!(column.logical_type, LogicalType::Decimal | LogicalType::DecimalNumber);
    if is_exact && !is_decimal(column) {
        return Some("with more digits behind the point than in all, or with none");
    }
    None
}

fn is_decimal(column: &Column) -> bool {
    precision(column) > 0 && scale(column) <= precision(column)
}

/// What is computed is nothing that rows are told apart by, and is given by nobody.
fn check_generated(table: &Table) -> Result<()> {
    for column in table.columns.iter().filter(|column| column.generated.is_some()) {
        let what = if column.default.is_some() || column.identity {
            "that has a default besides"
        } else if table.primary_key.contains(&column.name) {
            "in its primary key"
        } else {
            continue;
        };
        let what = format!("has a generated column {} {what}", column.name);
        return Err(invalid(table, what).column(column.name.as_str()));
    }
    Ok(())
}

/// Databases number rows by the primary key only (SQLite), or by a key at least (MySQL).
fn check_identity(table: &Table) -> Result<()> {
    let identities: Vec<&Column> = table.columns.iter().filter(|column| column.identity).collect();
    let [identity] = identities[..] else {
        if identities.is_empty() {
            return Ok(());
        }
        return Err(invalid(table, format!("has {} identity columns", identities.len())));
    };
    let what = if !matches!(identity.logical_type, LogicalType::Int | LogicalType::BigInt) {
        "has an identity column that is no whole number"
    } else if table.primary_key != [identity.name.clone()] {
        "has an identity column that is not its primary key"
    } else {
        return Ok(());
    };
    Err(invalid(table, format!("{what}: {}", identity.name)).column(identity.name.as_str()))
}

fn check_foreign_key(table: &Table, key: &ForeignKey, all: &[Table]) -> Result<()> {
    if key.columns.len() != key.referenced_columns.len() || key.columns.is_empty() {
        return Err(invalid(table, "has a foreign key with unequal sides"));
    }
    // A table that is not among these exists already, or the database will say so.
    let Some(target) = all.iter().find(|other| other.table == key.references) else {
        return Ok(());
    };
    for column in &key.referenced_columns {
        if !target.columns.iter().any(|other| other.name == *column) {
            let what = format!("refers to {}.{column}, which does not exist", target.table.name);
            return Err(invalid(table, what));
        }
    }
    Ok(())
}

/// Two of the same name: the database would refuse the second or, where it makes only what is
/// missing, leave it out without a word.
fn check_names(table: &Table) -> Result<()> {
    let named = |name: Option<&Identifier>, columns: &[Identifier], kind: &str| {
        constraint_name(table, name, columns, kind).as_str().to_lowercase()
    };
    let uniques = table.uniques.iter().map(|key| named(key.name.as_ref(), &key.columns, "unique"));
    let indexes =
        table.indexes.iter().map(|key| named(key.name.as_ref(), &key.columns(), key.kind()));
    let checks = table.checks.iter().map(|key| named(key.name.as_ref(), &key.columns, "check"));
    let enums = table.columns.iter().filter(|column| column.values.is_some());
    let enums = enums.map(|column| named(None, std::slice::from_ref(&column.name), "check"));
    let foreign =
        table.foreign_keys.iter().map(|key| named(key.name.as_ref(), &key.columns, "foreign"));
    let own = table.columns.iter().filter(|column| column.unique);
    let own = own.map(|column| named(None, std::slice::from_ref(&column.name), "unique"));
    let mut names = HashSet::new();
    for name in own.chain(uniques).chain(indexes).chain(foreign).chain(checks).chain(enums) {
        if names.contains(&name) {
            let what = format!("has two keys of the name {name}");
            return Err(invalid(table, what).hint("remove one, or give it a name of its own"));
        }
        names.insert(name);
    }
    Ok(())
}

fn invalid(table: &Table, what: impl std::fmt::Display) -> Error {
    let name = &table.table.name;
    Error::new(ErrorCode::InvalidModel, format!("the table {name} {what}")).table(name.as_str())
}
