use versa_ast::LogicalType;

use super::Ddl;
use crate::literal::{hex, instant, quoted};
use crate::model::{Column, precision, scale};

/// How long a text in a key may be: InnoDB's keys end at 3,072 bytes.
const KEYED_TEXT_LENGTH: u32 = 255;

/// MySQL and MariaDB. Text compares by its bytes and with its trailing spaces, as elsewhere; the
/// collation that does so has another name on each.
pub(super) struct MysqlDdl {
    table_options: &'static str,
    /// What `if not exists` is where a foreign key is added.
    foreign_key_if_missing: &'static str,
}

/// MySQL 8.
pub(super) const MYSQL: MysqlDdl = MysqlDdl {
    table_options: " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin",
    foreign_key_if_missing: "",
};

/// MariaDB.
pub(super) const MARIADB: MysqlDdl = MysqlDdl {
    table_options: " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
    foreign_key_if_missing: "IF NOT EXISTS ",
};

impl Ddl for MysqlDdl {
    fn column_type(&self, column: &Column, keyed: bool) -> String {
        match column.logical_type {
            LogicalType::Boolean => "tinyint(1)".to_owned(),
            LogicalType::Int | LogicalType::BigInt => "bigint".to_owned(),
            LogicalType::Float => "double".to_owned(),
            LogicalType::Decimal => format!("decimal({}, {})", precision(column), scale(column)),
            LogicalType::Text => match column.length {
                Some(length) => format!("varchar({length})"),
                // MySQL cannot index unlimited text.
                None if keyed || column.values.is_some() => {
                    format!("varchar({KEYED_TEXT_LENGTH})")
                }
                None => "longtext".to_owned(),
            },
            LogicalType::Date => "date".to_owned(),
            LogicalType::Time => "time(6)".to_owned(),
            LogicalType::Timestamp => "datetime(6)".to_owned(),
            LogicalType::Json => "json".to_owned(),
            LogicalType::Bytes if keyed => format!("varbinary({KEYED_TEXT_LENGTH})"),
            LogicalType::Bytes => "longblob".to_owned(),
            LogicalType::Uuid => "char(36) character set ascii collate ascii_general_ci".to_owned(),
        }
    }

    fn identity(&self) -> &'static str {
        " AUTO_INCREMENT"
    }

    /// Whether a backslash escapes depends on the session's mode, and MariaDB forgets the
    /// escaping of `_utf8mb4 x'…'` in a check: only a conversion means the same everywhere.
    fn text(&self, text: &str) -> String {
        if text.contains('\\') {
            format!("convert(x'{}' using utf8mb4)", hex(text))
        } else {
            quoted(text)
        }
    }

    /// Long text and JSON take an expression only, everything takes one.
    fn text_default(&self, column: &Column, text: &str) -> String {
        match column.logical_type {
            LogicalType::Timestamp => format!("({})", self.text(&instant(text))),
            _ => format!("({})", self.text(text)),
        }
    }

    fn now(&self) -> &'static str {
        "(utc_timestamp(6))"
    }

    fn today(&self) -> &'static str {
        "(utc_date())"
    }

    fn table_options(&self) -> &'static str {
        self.table_options
    }

    /// MariaDB knows it, MySQL does not; there indexes are part of `create table`.
    fn index_if_not_exists(&self) -> bool {
        false
    }

    fn add_foreign_key(&self, table: &str, name: &str, key: &str, if_missing: bool) -> String {
        let exists = if if_missing { self.foreign_key_if_missing } else { "" };
        format!("ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {exists}{key}")
    }

    fn drop_circle(&self) -> Option<(&'static str, &'static str)> {
        Some(("SET FOREIGN_KEY_CHECKS = 0", "SET FOREIGN_KEY_CHECKS = 1"))
    }
}
