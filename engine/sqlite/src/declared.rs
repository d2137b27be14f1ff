use versa_ast::LogicalType;
use versa_sql::ResultColumn;

use crate::prepared::Prepared;

/// The result columns of a statement that does not know them, typed by the columns' declarations:
/// SQLite itself keeps true as 1 and an instant as text.
///
/// Only what this engine's own DDL declares is recognised: other programs keep other things in a
/// column that they call `DATETIME`.
pub(crate) fn declared_columns(prepared: &Prepared) -> Vec<ResultColumn> {
    (0..prepared.columns())
        .map(|column| ResultColumn {
            name: prepared.name(column),
            logical_type: prepared.declared_type(column).as_deref().and_then(declared_type),
        })
        .collect()
}

fn declared_type(declaration: &str) -> Option<LogicalType> {
    match declaration {
        "BOOLEAN" => Some(LogicalType::Boolean),
        "DECIMAL_TEXT" => Some(LogicalType::Decimal),
        "DATE_TEXT" => Some(LogicalType::Date),
        "TIME_TEXT" => Some(LogicalType::Time),
        "DATETIME_TEXT" => Some(LogicalType::DateTime),
        "TIMESTAMP_TEXT" => Some(LogicalType::Timestamp),
        "JSON_TEXT" => Some(LogicalType::Json),
        "UUID_TEXT" => Some(LogicalType::Uuid),
        _ => None,
    }
}
