use versa_ast::LogicalType;

use super::{Comments, Ddl};
use crate::literal::instant;
use crate::model::Column;

/// SQLite. The declared type decides nothing but the affinity, so its name says the logical type:
/// the driver decodes `select *` by it. Each name that holds `TEXT` has text affinity and keeps
/// digits.
pub(super) struct SqliteDdl;

impl Ddl for SqliteDdl {
    fn column_type(&self, column: &Column, _keyed: bool) -> String {
        match column.logical_type {
            LogicalType::Boolean => "BOOLEAN",
            LogicalType::Int | LogicalType::BigInt => "INTEGER",
            LogicalType::Float => "REAL",
            // Numbers compare as numbers though they are kept as text: the driver knows the
            // collation. Sums and means of them are doubles.
            LogicalType::Decimal | LogicalType::DecimalNumber => {
                "DECIMAL_TEXT COLLATE versa_decimal"
            }
            LogicalType::Text => "TEXT",
            LogicalType::Date => "DATE_TEXT",
            LogicalType::Time => "TIME_TEXT",
            LogicalType::Timestamp => "TIMESTAMP_TEXT",
            LogicalType::DateTime => "DATETIME_TEXT",
            LogicalType::Json => "JSON_TEXT",
            LogicalType::Bytes => "BLOB",
            LogicalType::Uuid => "UUID_TEXT",
        }
        .to_owned()
    }

    fn identity(&self, _column: &Column) -> &'static str {
        " PRIMARY KEY AUTOINCREMENT"
    }

    fn identity_is_primary_key(&self) -> bool {
        true
    }

    fn check(&self, column: &Column) -> Option<String> {
        match (column.logical_type, column.length) {
            (LogicalType::Int, _) => match column.bits {
                Some(16) => Some("{} BETWEEN -32768 AND 32767".to_owned()),
                Some(32) => Some("{} BETWEEN -2147483648 AND 2147483647".to_owned()),
                _ => None,
            },
            (LogicalType::Boolean, _) => Some("{} IN (0, 1)".to_owned()),
            (LogicalType::Json, _) => Some("{} IS NULL OR json_valid({})".to_owned()),
            (LogicalType::Text, Some(length)) => Some(format!("length({{}}) <= {length}")),
            _ => None,
        }
    }

    /// In the notation of every other instant of the column, so that they compare.
    fn typed_text(&self, logical_type: LogicalType, text: &str) -> String {
        match logical_type {
            LogicalType::Timestamp => self.text(&instant(text)),
            _ => self.text(text),
        }
    }

    fn decimal_digits(&self) -> bool {
        false
    }

    fn comments(&self) -> Comments {
        Comments::Sql
    }

    fn now(&self) -> &'static str {
        "(strftime('%Y-%m-%d %H:%M:%f', 'now'))"
    }

    /// With no more digits than it has, like every other of the column, so that they compare.
    fn now_on_a_clock(&self) -> &'static str {
        "(rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', 'now'), '0'), '.'))"
    }

    fn time_of_day(&self) -> &'static str {
        "(rtrim(rtrim(strftime('%H:%M:%f', 'now'), '0'), '.'))"
    }

    fn today(&self) -> &'static str {
        "(date('now'))"
    }

    fn forward_references(&self) -> bool {
        true
    }

    fn schema_is_file(&self) -> bool {
        true
    }

    fn drop_circle(&self) -> Option<(&'static str, &'static str)> {
        Some(("SAVEPOINT versa_drop; PRAGMA defer_foreign_keys = ON", "RELEASE versa_drop"))
    }
}
