use versa_ast::LogicalType;

use super::{Dialect, DialectKind};
use crate::{BulkStyle, Capabilities, ListStyle, RowLocks, UpdateRowsStyle, WriteJoins};

/// PostgreSQL.
#[derive(Clone, Copy, Debug)]
pub struct Postgres;

const CAPABILITIES: Capabilities = Capabilities {
    insert_returning: true,
    insert_echo: false,
    update_returning: true,
    delete_returning: true,
    full_join: true,
    nulls_order: true,
    row_locks: RowLocks::ForShareOf,
    write_joins: WriteJoins::FromUsing,
    update_rows: UpdateRowsStyle::Arrays,
    on_conflict: true,
    default_values: true,
    materialized_views: true,
    offset_without_limit: true,
    list: ListStyle::Array,
    bulk: BulkStyle::Arrays,
    max_parameters: 65_535,
};

impl Dialect for Postgres {
    fn kind(&self) -> DialectKind {
        DialectKind::Postgres
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn write_placeholder(&self, sql: &mut String, number: usize) {
        sql.push('$');
        sql.push_str(&number.to_string());
    }

    fn cast_type(&self, logical_type: LogicalType) -> &'static str {
        match logical_type {
            LogicalType::Boolean => "boolean",
            LogicalType::Int | LogicalType::BigInt => "int8",
            LogicalType::Float => "float8",
            LogicalType::Decimal | LogicalType::DecimalNumber => "numeric",
            LogicalType::Text => "text",
            LogicalType::Date => "date",
            LogicalType::Time => "time",
            LogicalType::Timestamp => "timestamptz",
            LogicalType::DateTime => "timestamp",
            LogicalType::Json => "jsonb",
            LogicalType::Bytes => "bytea",
            LogicalType::Uuid => "uuid",
        }
    }

    fn bare_param_type(&self, logical_type: LogicalType) -> Option<&'static str> {
        Some(self.cast_type(logical_type))
    }

    fn length_function(&self) -> &'static str {
        "char_length"
    }

    fn now(&self) -> &'static str {
        "now()"
    }

    fn insensitive_like(&self) -> Option<&'static str> {
        Some("ILIKE")
    }

    /// The mean of whole numbers is an exact decimal.
    fn average_casts(&self) -> (Option<&'static str>, Option<&'static str>) {
        (None, Some("float8"))
    }

    /// `round(double precision, integer)` does not exist.
    fn round_cast(&self) -> Option<&'static str> {
        Some("numeric")
    }
}
