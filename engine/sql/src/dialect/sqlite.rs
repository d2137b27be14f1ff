use versa_ast::LogicalType;

use super::{Dialect, DialectKind};
use crate::{BulkStyle, Capabilities, ListStyle, RowLocks, UpdateRowsStyle, WriteJoins};

/// SQLite 3.39 or later.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

const CAPABILITIES: Capabilities = Capabilities {
    insert_returning: true,
    insert_echo: true,
    update_returning: true,
    delete_returning: true,
    full_join: true,
    nulls_order: true,
    row_locks: RowLocks::Needless,
    write_joins: WriteJoins::FromExists,
    update_rows: UpdateRowsStyle::PerRow,
    on_conflict: true,
    default_values: true,
    materialized_views: false,
    offset_without_limit: false,
    list: ListStyle::Json,
    bulk: BulkStyle::PerRow,
    max_parameters: 32_766,
};

impl Dialect for Sqlite {
    fn kind(&self) -> DialectKind {
        DialectKind::Sqlite
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn write_placeholder(&self, sql: &mut String, _number: usize) {
        sql.push('?');
    }

    fn cast_type(&self, logical_type: LogicalType) -> &'static str {
        match logical_type {
            LogicalType::Boolean | LogicalType::Int | LogicalType::BigInt => "INTEGER",
            LogicalType::Float => "REAL",
            LogicalType::Bytes => "BLOB",
            LogicalType::Decimal
            | LogicalType::DecimalNumber
            | LogicalType::Text
            | LogicalType::Date
            | LogicalType::Time
            | LogicalType::Timestamp
            | LogicalType::DateTime
            | LogicalType::Json
            | LogicalType::Uuid => "TEXT",
        }
    }

    fn now(&self) -> &'static str {
        "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    }

    /// SQLite prepares a statement anew whenever a limit that is a bare parameter is bound: that
    /// costs three times as much as running it. An expression spares that.
    fn around_limit(&self) -> (&'static str, &'static str) {
        ("(", " + 0)")
    }

    /// Decimals are text here, which `sum` would turn into doubles.
    fn decimal_add_function(&self) -> Option<&'static str> {
        Some("versa_decimal_add")
    }

    fn decimal_collation(&self) -> Option<&'static str> {
        Some("versa_decimal")
    }

    fn decimal_sum_function(&self) -> &'static str {
        "versa_decimal_sum"
    }

    fn like_escape(&self) -> &'static str {
        " ESCAPE '\\'"
    }
}
