use versa_ast::LogicalType;

/// The type that a column was declared with: SQLite itself keeps true as 1 and an instant as text.
///
/// Only what this engine's own DDL declares is recognised: other programs keep other things in a
/// column that they call `DATETIME`.
#[must_use]
pub fn declared_type(declaration: &str) -> Option<LogicalType> {
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
