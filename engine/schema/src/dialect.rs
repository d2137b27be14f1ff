use versa_ast::{LogicalType, TableRef};
use versa_error::Result;
use versa_sql::{Dialect, DialectKind};

use crate::literal;
use crate::model::{Column, DefaultValue};

mod mysql;
mod postgres;
mod sqlite;

/// Where the comments of tables and columns stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Comments {
    /// In the definition, as a literal. Nothing but a plain one is allowed there.
    Inline,
    /// In statements of their own.
    Statements,
    /// In the definition, as a comment of SQL, which the database keeps with it.
    Sql,
}

/// Where databases differ in DDL.
pub(crate) trait Ddl: Sync {
    /// The type of a column. `keyed`: it is part of a key or index.
    fn column_type(&self, column: &Column, keyed: bool) -> String;

    /// What stands behind the type of an identity column.
    fn identity(&self, column: &Column) -> &'static str;

    /// Whether the identity column itself is declared the primary key.
    fn identity_is_primary_key(&self) -> bool {
        false
    }

    /// The condition that a column's type does not enforce by itself; `{}` stands for its name.
    fn check(&self, _column: &Column) -> Option<String> {
        None
    }

    /// Whether a generated column can be computed whenever it is read.
    fn virtual_columns(&self) -> bool {
        true
    }

    /// Whether a generated column can be declared as never null.
    fn generated_not_null(&self) -> bool {
        true
    }

    /// Whether an index can hold a part of the rows.
    fn partial_indexes(&self) -> bool {
        true
    }

    /// Whether an index can sort by an expression.
    fn expression_indexes(&self) -> bool {
        true
    }

    /// Where the comments of tables and columns stand.
    fn comments(&self) -> Comments;

    /// A statement whose comments hold backslashes, where it depends on the session whether they
    /// escape: as it is if they do not, and as it is if they do.
    fn either(&self, plain: String, _escaped: &str) -> Vec<String> {
        vec![plain]
    }

    /// A text as a literal.
    fn text(&self, text: &str) -> String {
        literal::quoted(text)
    }

    /// A text that is a value of this type.
    fn typed_text(&self, _logical_type: LogicalType, text: &str) -> String {
        self.text(text)
    }

    /// Whether an exact number is compared by its digits, and not as a text.
    fn decimal_digits(&self) -> bool {
        true
    }

    /// True and false.
    fn boolean(&self, value: bool) -> &'static str {
        if value { "1" } else { "0" }
    }

    /// The current instant as a default.
    fn now(&self) -> &'static str;

    /// What a clock shows now that is set to UTC, as a default.
    fn now_on_a_clock(&self) -> &'static str;

    /// The current time of day, in UTC, as a default.
    fn time_of_day(&self) -> &'static str;

    /// The current day, in UTC, as a default.
    fn today(&self) -> &'static str;

    /// What stands behind the closing parenthesis of a table.
    fn table_options(&self) -> &'static str {
        ""
    }

    /// Whether a foreign key may name a table that does not exist yet.
    fn forward_references(&self) -> bool {
        false
    }

    /// Whether `create index` knows `if not exists`.
    fn index_if_not_exists(&self) -> bool {
        true
    }

    /// Whether a schema is a database file of its own: it stands before an index's name, not before
    /// its table's, and no foreign key leaves it.
    fn schema_is_file(&self) -> bool {
        false
    }

    /// Adds a foreign key to a table that exists. All names are quoted; `key` goes from the columns
    /// on.
    fn add_foreign_key(&self, table: &str, name: &str, key: &str, _if_missing: bool) -> String {
        format!("ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {key}")
    }

    /// The statements that create a view. `name` is its name with its schema, quoted.
    fn create_view(
        &self,
        _view: &TableRef,
        name: &str,
        sql: &str,
        if_missing: bool,
    ) -> Vec<String> {
        let exists = if if_missing { "IF NOT EXISTS " } else { "" };
        vec![format!("CREATE VIEW {exists}{name} AS\n{sql}")]
    }

    /// What stands behind `drop table … `.
    fn drop_suffix(&self) -> &'static str {
        ""
    }

    /// What stands before and behind the statements that drop tables which refer to each other in
    /// a circle, where the suffix does not see to it.
    fn drop_circle(&self) -> Option<(&'static str, &'static str)> {
        None
    }
}

/// The DDL of a dialect.
pub(crate) fn ddl_of(dialect: &dyn Dialect) -> &'static dyn Ddl {
    match dialect.kind() {
        DialectKind::Sqlite => &sqlite::SqliteDdl,
        DialectKind::Postgres => &postgres::PostgresDdl,
        DialectKind::Mysql => &mysql::MYSQL,
        DialectKind::Mariadb => &mysql::MARIADB,
    }
}

/// The expression of a default.
pub(crate) fn default_value(
    ddl: &dyn Ddl,
    column: &Column,
    value: &DefaultValue,
) -> Result<String> {
    Ok(match value {
        DefaultValue::Null => "NULL".to_owned(),
        DefaultValue::Boolean { value } => ddl.boolean(*value).to_owned(),
        DefaultValue::Int { value } => literal::whole_number(column, value)?,
        DefaultValue::Float { value } => literal::float(column, *value)?,
        DefaultValue::Text { value } => {
            literal::check_text(value)?;
            ddl.typed_text(column.logical_type, value)
        }
        DefaultValue::Now => match column.logical_type {
            LogicalType::Date => ddl.today(),
            LogicalType::Time => ddl.time_of_day(),
            LogicalType::DateTime => ddl.now_on_a_clock(),
            _ => ddl.now(),
        }
        .to_owned(),
    })
}
