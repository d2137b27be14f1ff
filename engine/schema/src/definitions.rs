use serde::{Deserialize, Serialize};
use versa_ast::Identifier;
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Dialect, quoted};

use crate::create::create_tables;
use crate::dialect::ddl_of;
use crate::drop::drop_tables;
use crate::model::Table;
use crate::view::View;
use crate::views::{create_views, drop_views};

/// What is created or dropped together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct Definitions {
    /// Schemas, which on MySQL are databases.
    pub schemas: Vec<Identifier>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Views.
    pub views: Vec<View>,
}

/// The statements that create all of it: schemas that are missing, tables, then views.
///
/// # Errors
///
/// `INVALID_MODEL`, `INVALID_IDENTIFIER`, `UNSUPPORTED`.
pub fn create(
    definitions: &Definitions,
    dialect: &dyn Dialect,
    if_missing: bool,
) -> Result<Vec<String>> {
    let create = |name: &Identifier| {
        Ok(format!("CREATE SCHEMA IF NOT EXISTS {}", schema_name(name, dialect)?))
    };
    let mut statements: Vec<String> =
        definitions.schemas.iter().map(create).collect::<Result<_>>()?;
    statements.extend(create_tables(&definitions.tables, dialect, if_missing)?);
    statements.extend(create_views(&definitions.views, dialect, if_missing)?);
    Ok(statements)
}

/// The statements that drop all of it that exists: views, tables, then schemas with what is left in
/// them.
///
/// # Errors
///
/// `INVALID_IDENTIFIER`, `UNSUPPORTED`.
pub fn drop(definitions: &Definitions, dialect: &dyn Dialect) -> Result<Vec<String>> {
    let suffix = ddl_of(dialect).drop_suffix();
    let drop = |name: &Identifier| {
        Ok(format!("DROP SCHEMA IF EXISTS {}{suffix}", schema_name(name, dialect)?))
    };
    let mut statements = drop_views(&definitions.views, dialect)?;
    statements.extend(drop_tables(&definitions.tables, dialect)?);
    let schemas: Vec<String> = definitions.schemas.iter().map(drop).collect::<Result<_>>()?;
    statements.extend(schemas);
    Ok(statements)
}

fn schema_name(name: &Identifier, dialect: &dyn Dialect) -> Result<String> {
    if !ddl_of(dialect).schema_is_file() {
        return quoted(name, dialect);
    }
    let message = format!("the schema {name} cannot be created or dropped: here it is a file");
    Err(Error::new(ErrorCode::Unsupported, message)
        .hint("attach one: connect(url, { initStatements: [\"attach 'audit.db' as audit\"] })"))
}
