use versa_ast::{LogicalType, TableRef};

use super::{Comments, Ddl};
use crate::literal::{hex, instant, quoted};
use crate::model::{Column, precision, scale};

/// How long a text in a key may be: InnoDB's keys end at 3,072 bytes.
const KEYED_TEXT_LENGTH: u32 = 255;

/// The most characters of a `varchar`: a row ends at 65,535 bytes.
const MAX_VARCHAR: u32 = 16_383;

/// MySQL and MariaDB. Text compares by its bytes and with its trailing spaces, as elsewhere; the
/// collation that does so has another name on each.
pub(super) struct MysqlDdl {
    table_options: &'static str,
    /// What `if not exists` is where a foreign key is added.
    foreign_key_if_missing: &'static str,
    /// Whether a generated column takes `not null`.
    generated_not_null: bool,
    /// Whether an index can sort by an expression.
    expression_indexes: bool,
    /// Whether a text can be run without being prepared first.
    execute_immediate: bool,
    /// Whether a view can be created only where it is missing.
    view_if_missing: bool,
}

/// MySQL 8.
pub(super) const MYSQL: MysqlDdl = MysqlDdl {
    table_options: " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin",
    foreign_key_if_missing: "",
    generated_not_null: true,
    expression_indexes: true,
    execute_immediate: false,
    view_if_missing: false,
};

/// MariaDB.
pub(super) const MARIADB: MysqlDdl = MysqlDdl {
    table_options: " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
    foreign_key_if_missing: "IF NOT EXISTS ",
    generated_not_null: false,
    expression_indexes: false,
    execute_immediate: true,
    view_if_missing: true,
};

impl Ddl for MysqlDdl {
    fn column_type(&self, column: &Column, keyed: bool) -> String {
        match column.logical_type {
            LogicalType::Boolean => "tinyint(1)".to_owned(),
            LogicalType::Int | LogicalType::BigInt => match column.bits {
                Some(16) => "smallint".to_owned(),
                Some(32) => "int".to_owned(),
                _ => "bigint".to_owned(),
            },
            LogicalType::Float => "double".to_owned(),
            LogicalType::Decimal | LogicalType::DecimalNumber => {
                format!("decimal({}, {})", precision(column), scale(column))
            }
            LogicalType::Text => match column.length {
                Some(length) if length <= MAX_VARCHAR => format!("varchar({length})"),
                Some(_) => "longtext".to_owned(),
                // MySQL cannot index unlimited text.
                None if keyed || column.values.is_some() => {
                    format!("varchar({KEYED_TEXT_LENGTH})")
                }
                None => "longtext".to_owned(),
            },
            LogicalType::Date => "date".to_owned(),
            LogicalType::Time => "time(6)".to_owned(),
            LogicalType::Timestamp | LogicalType::DateTime => "datetime(6)".to_owned(),
            LogicalType::Json => "json".to_owned(),
            LogicalType::Bytes if keyed => format!("varbinary({KEYED_TEXT_LENGTH})"),
            LogicalType::Bytes => "longblob".to_owned(),
            LogicalType::Uuid => "char(36) character set ascii collate ascii_general_ci".to_owned(),
        }
    }

    fn identity(&self, _column: &Column) -> &'static str {
        " AUTO_INCREMENT"
    }

    fn check(&self, column: &Column) -> Option<String> {
        match (column.logical_type, column.length) {
            (LogicalType::Text, Some(length)) if length > MAX_VARCHAR => {
                Some(format!("char_length({{}}) <= {length}"))
            }
            _ => None,
        }
    }

    fn generated_not_null(&self) -> bool {
        self.generated_not_null
    }

    fn partial_indexes(&self) -> bool {
        false
    }

    fn expression_indexes(&self) -> bool {
        self.expression_indexes
    }

    fn comments(&self) -> Comments {
        Comments::Inline
    }

    /// The server chooses by its mode, and reads both in hex. No mode is changed: it would stay
    /// where the statement fails.
    fn either(&self, plain: String, escaped: &str) -> Vec<String> {
        let choice = format!(
            "if(find_in_set('NO_BACKSLASH_ESCAPES', @@sql_mode), convert(x'{}' using utf8mb4), \
             convert(x'{}' using utf8mb4))",
            hex(&plain),
            hex(escaped)
        );
        if self.execute_immediate {
            return vec![format!("EXECUTE IMMEDIATE {choice}")];
        }
        run_text(&choice)
    }

    fn create_view(&self, view: &TableRef, name: &str, sql: &str, if_missing: bool) -> Vec<String> {
        let exists = if if_missing && self.view_if_missing { "IF NOT EXISTS " } else { "" };
        let create = format!("CREATE VIEW {exists}{name} AS\n{sql}");
        if !if_missing || self.view_if_missing {
            return vec![create];
        }
        let text = |text: &str| format!("convert(x'{}' using utf8mb4)", hex(text));
        let schema = view.schema.as_ref().map_or("database()".to_owned(), |it| text(it.as_str()));
        run_text(&format!(
            "if(exists(SELECT 1 FROM information_schema.tables WHERE table_schema = {schema} AND \
             table_name = {}), 'DO 0', {})",
            text(view.name.as_str()),
            text(&create)
        ))
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
    fn typed_text(&self, logical_type: LogicalType, text: &str) -> String {
        match logical_type {
            LogicalType::Timestamp => format!("({})", self.text(&instant(text))),
            _ => format!("({})", self.text(text)),
        }
    }

    fn now(&self) -> &'static str {
        "(utc_timestamp(6))"
    }

    fn now_on_a_clock(&self) -> &'static str {
        self.now()
    }

    fn time_of_day(&self) -> &'static str {
        "(utc_time(6))"
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

/// The statements that run a text which an expression gives.
fn run_text(expression: &str) -> Vec<String> {
    vec![
        format!("SET @versa_ddl = {expression}"),
        "PREPARE versa_ddl FROM @versa_ddl".to_owned(),
        "EXECUTE versa_ddl".to_owned(),
        "DEALLOCATE PREPARE versa_ddl".to_owned(),
    ]
}
