use versa_ast::{Query, TableRef};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Dialect, compile, quoted};

use crate::create::{create_indexes, user_sql};
use crate::dialect::ddl_of;
use crate::inline::inline_values;
use crate::model::Table;
use crate::names::table_name;
use crate::view::{View, ViewDefinition};

/// The statements that create views, those first that others read. Each is read before it is made,
/// so that a definition without a column that the model reads fails, and nothing is left behind.
///
/// # Errors
///
/// `INVALID_MODEL` for a definition that no view can have, `INVALID_IDENTIFIER`, `UNSUPPORTED` for
/// what this database does not have.
pub fn create_views(
    views: &[View],
    dialect: &dyn Dialect,
    if_missing: bool,
) -> Result<Vec<String>> {
    let mut defined = Vec::with_capacity(views.len());
    for view in views {
        defined.push((view, definition(view, dialect)?));
    }
    let mut statements = Vec::new();
    for (view, sql) in in_order(defined, dialect)? {
        statements.push(check(view, &sql, dialect)?);
        let name = table_name(&view.view, dialect)?;
        if view.materialized {
            let exists = if if_missing { "IF NOT EXISTS " } else { "" };
            statements.push(format!("CREATE MATERIALIZED VIEW {exists}{name} AS\n{sql}"));
            statements.extend(create_indexes(&rows_of(view), dialect, if_missing)?);
        } else {
            statements.extend(ddl_of(dialect).create_view(&view.view, &name, &sql, if_missing));
        }
    }
    Ok(statements)
}

/// The statements that drop views where they exist, the last first.
///
/// # Errors
///
/// `INVALID_IDENTIFIER`, `UNSUPPORTED`.
pub fn drop_views(views: &[View], dialect: &dyn Dialect) -> Result<Vec<String>> {
    let suffix = ddl_of(dialect).drop_suffix();
    let drop = |view: &View| {
        let name = table_name(&view.view, dialect)?;
        let kind = if view.materialized {
            check_materialized(view, dialect)?;
            "MATERIALIZED VIEW"
        } else {
            "VIEW"
        };
        Ok(format!("DROP {kind} IF EXISTS {name}{suffix}"))
    };
    views.iter().rev().map(drop).collect()
}

fn definition(view: &View, dialect: &dyn Dialect) -> Result<String> {
    if view.materialized {
        check_materialized(view, dialect)?;
    }
    match &view.definition {
        None => Err(invalid(view, "has no definition to be created of")
            .hint("give it one: { as: sql`select …` }; without, it has to exist already")),
        Some(ViewDefinition::Sql { sql }) => user_sql(sql, dialect),
        Some(ViewDefinition::Query { query, values }) => {
            let query = inline_values(view, query, values, dialect)?;
            let statement = compile(&Query::Select(Box::new(query)), dialect)?;
            let fixed = statement.text.fixed();
            fixed.map(ToString::to_string).ok_or_else(|| Error::internal("a list was left"))
        }
    }
}

fn check_materialized(view: &View, dialect: &dyn Dialect) -> Result<()> {
    if dialect.capabilities().materialized_views {
        return Ok(());
    }
    let name = &view.view.name;
    let message =
        format!("the view {name} is materialized, and this database keeps no rows of views");
    Err(Error::new(ErrorCode::Unsupported, message)
        .table(name.as_str())
        .hint("leave out materialized, or fill a table with the rows"))
}

/// Reads no row of the definition, but each column by its name.
fn check(view: &View, sql: &str, dialect: &dyn Dialect) -> Result<String> {
    let name = quoted(&view.view.name, dialect)?;
    let column = |column| Ok(format!("{name}.{}", quoted(column, dialect)?));
    let columns: Vec<String> = view.columns.iter().map(column).collect::<Result<_>>()?;
    Ok(format!("SELECT {} FROM (\n{sql}\n) AS {name} WHERE 1 = 0", columns.join(", ")))
}

/// The kept rows as the table that they are to indexes.
fn rows_of(view: &View) -> Table {
    Table {
        table: view.view.clone(),
        columns: Vec::new(),
        primary_key: Vec::new(),
        uniques: Vec::new(),
        indexes: view.indexes.clone(),
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        comment: None,
    }
}

/// Puts each behind those whose names stand in its text: none that it reads can be missing there. A
/// name may stand there for something else; where that makes a circle, the order given counts.
fn in_order<'a>(
    mut rest: Vec<(&'a View, String)>,
    dialect: &dyn Dialect,
) -> Result<Vec<(&'a View, String)>> {
    let mut ordered = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let mut next = 0;
        for (at, (view, sql)) in rest.iter().enumerate() {
            let mut waits = false;
            for (other, _) in rest.iter().filter(|(other, _)| other.view != view.view) {
                waits |= mentions(sql, &other.view, dialect)?;
            }
            if !waits {
                next = at;
                break;
            }
        }
        ordered.push(rest.remove(next));
    }
    Ok(ordered)
}

fn mentions(sql: &str, view: &TableRef, dialect: &dyn Dialect) -> Result<bool> {
    let sql = sql.to_lowercase();
    if sql.contains(&quoted(&view.name, dialect)?.to_lowercase()) {
        return Ok(true);
    }
    let name = view.name.as_str().to_lowercase();
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    Ok(sql.match_indices(&name).any(|(at, _)| {
        let before = sql[..at].chars().next_back();
        let after = sql[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    }))
}

pub(crate) fn invalid(view: &View, what: &str) -> Error {
    let name = &view.view.name;
    Error::new(ErrorCode::InvalidModel, format!("the view {name} {what}")).table(name.as_str())
}
