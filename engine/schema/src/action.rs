use serde::Deserialize;
use versa_error::{Error, Result};
use versa_sql::Dialect;

use crate::{Definitions, create, drop};

/// What DDL is wanted for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum DdlAction {
    /// Create the tables.
    Create,
    /// Create the tables that do not exist.
    CreateIfMissing,
    /// Drop the tables that exist.
    Drop,
}

/// The DDL for schemas, tables and views, given as JSON, in dependency order.
///
/// # Errors
///
/// `INVALID_MODEL`, `INVALID_IDENTIFIER` and `UNSUPPORTED`; `INTERNAL` for JSON that is none.
pub fn ddl(action: DdlAction, definitions: &str, dialect: &dyn Dialect) -> Result<Vec<String>> {
    let definitions: Definitions = serde_json::from_str(definitions)
        .map_err(|error| Error::internal(format!("the tables cannot be read: {error}")))?;
    match action {
        DdlAction::Create => create(&definitions, dialect, false),
        DdlAction::CreateIfMissing => create(&definitions, dialect, true),
        DdlAction::Drop => drop(&definitions, dialect),
    }
}
