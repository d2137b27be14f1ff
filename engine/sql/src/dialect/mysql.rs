use versa_ast::LogicalType;

use super::{Dialect, DialectKind};
use crate::{BulkStyle, Capabilities, ListStyle, RowLocks, UpdateRowsStyle, WriteJoins};

/// MySQL 8.
#[derive(Clone, Copy, Debug)]
pub struct Mysql;

/// MariaDB 10.6 or later: MySQL's text with `returning` on inserts and deletes.
#[derive(Clone, Copy, Debug)]
pub struct Mariadb;

const MYSQL: Capabilities = Capabilities {
    insert_returning: false,
    insert_echo: false,
    update_returning: false,
    delete_returning: false,
    full_join: false,
    nulls_order: false,
    row_locks: RowLocks::ForShareOf,
    write_joins: WriteJoins::Joined,
    update_rows: UpdateRowsStyle::Cases,
    on_conflict: false,
    default_values: false,
    materialized_views: false,
    offset_without_limit: false,
    list: ListStyle::Expanded,
    bulk: BulkStyle::Values,
    max_parameters: 65_535,
};

const MARIADB: Capabilities = Capabilities {
    insert_returning: true,
    delete_returning: true,
    row_locks: RowLocks::LockInShareMode,
    ..MYSQL
};

impl Dialect for Mysql {
    fn kind(&self) -> DialectKind {
        DialectKind::Mysql
    }

    fn capabilities(&self) -> &Capabilities {
        &MYSQL
    }

    fn identifier_quote(&self) -> char {
        '`'
    }

    fn write_placeholder(&self, sql: &mut String, _number: usize) {
        sql.push('?');
    }

    fn cast_type(&self, logical_type: LogicalType) -> &'static str {
        match logical_type {
            LogicalType::Boolean | LogicalType::Int | LogicalType::BigInt => "SIGNED",
            LogicalType::Float => "DOUBLE",
            LogicalType::Decimal | LogicalType::DecimalNumber => "DECIMAL(65, 30)",
            // MariaDB has no cast to JSON: there JSON is text.
            LogicalType::Text | LogicalType::Json => "CHAR",
            LogicalType::Date => "DATE",
            LogicalType::Time => "TIME(6)",
            LogicalType::Timestamp | LogicalType::DateTime => "DATETIME(6)",
            LogicalType::Bytes => "BINARY",
            LogicalType::Uuid => "CHAR(36)",
        }
    }

    fn length_function(&self) -> &'static str {
        "char_length"
    }

    fn now(&self) -> &'static str {
        "utc_timestamp(6)"
    }

    /// In hex: how a backslash is quoted depends on the session's mode, and in one mode `like` has
    /// no escape character by itself.
    fn like_escape(&self) -> &'static str {
        " ESCAPE x'5C'"
    }

    fn concat_function(&self) -> Option<&'static str> {
        Some("concat")
    }

    fn random_function(&self) -> &'static str {
        "rand"
    }

    /// The mean of exact numbers is a decimal with four more digits than they have.
    fn average_casts(&self) -> (Option<&'static str>, Option<&'static str>) {
        (Some("DOUBLE"), None)
    }

    fn inserted(&self) -> (&'static str, &'static str) {
        ("VALUES(", ")")
    }
}

impl Dialect for Mariadb {
    fn kind(&self) -> DialectKind {
        DialectKind::Mariadb
    }

    fn capabilities(&self) -> &Capabilities {
        &MARIADB
    }

    fn identifier_quote(&self) -> char {
        Mysql.identifier_quote()
    }

    fn write_placeholder(&self, sql: &mut String, number: usize) {
        Mysql.write_placeholder(sql, number);
    }

    fn cast_type(&self, logical_type: LogicalType) -> &'static str {
        Mysql.cast_type(logical_type)
    }

    fn length_function(&self) -> &'static str {
        Mysql.length_function()
    }

    fn now(&self) -> &'static str {
        Mysql.now()
    }

    fn like_escape(&self) -> &'static str {
        Mysql.like_escape()
    }

    fn concat_function(&self) -> Option<&'static str> {
        Mysql.concat_function()
    }

    fn random_function(&self) -> &'static str {
        Mysql.random_function()
    }

    fn average_casts(&self) -> (Option<&'static str>, Option<&'static str>) {
        Mysql.average_casts()
    }

    fn inserted(&self) -> (&'static str, &'static str) {
        Mysql.inserted()
    }
}
