use std::fmt::Debug;

use versa_ast::LogicalType;
use versa_error::{Error, Result};

use crate::Capabilities;

mod mysql;
mod postgres;
mod sqlite;

pub use mysql::{Mariadb, Mysql};
pub use postgres::Postgres;
pub use sqlite::Sqlite;

/// Where databases differ in the text of a statement. What they can do at all is in
/// [`Capabilities`].
pub trait Dialect: Debug + Send + Sync {
    /// The kind, for messages and for choosing DDL.
    fn kind(&self) -> DialectKind;

    /// What the database can do.
    fn capabilities(&self) -> &Capabilities;

    /// The delimiter of names.
    fn identifier_quote(&self) -> char {
        '"'
    }

    /// Appends the placeholder of that number, from 1.
    fn write_placeholder(&self, sql: &mut String, number: usize);

    /// The type's name in a `cast`.
    fn cast_type(&self, logical_type: LogicalType) -> &'static str;

    /// The type's name with which a parameter must be cast where nothing beside it tells the
    /// database its type; none where the database takes the type from the value.
    fn bare_param_type(&self, _logical_type: LogicalType) -> Option<&'static str> {
        None
    }

    /// Whether a name is that of a type the database itself has, so that a table of the same name
    /// cannot stand for the type of its rows.
    fn is_own_type(&self, _name: &str) -> bool {
        false
    }

    /// The function for the number of characters of a text.
    fn length_function(&self) -> &'static str {
        "length"
    }

    /// The function for a number by chance.
    fn random_function(&self) -> &'static str {
        "random"
    }

    /// The current instant, in UTC.
    fn now(&self) -> &'static str;

    /// What follows the pattern of a `like` so that a backslash escapes.
    fn like_escape(&self) -> &'static str {
        ""
    }

    /// The operator that compares a pattern without regard to case, where there is one; else both
    /// sides are compared in lower case.
    fn insensitive_like(&self) -> Option<&'static str> {
        None
    }

    /// How texts are put together so that null with anything is null: the function, or none for
    /// the operator `||` on operands cast to text.
    fn concat_function(&self) -> Option<&'static str> {
        None
    }

    /// What the argument and the result of `avg` are cast to so that the mean is a double.
    fn average_casts(&self) -> (Option<&'static str>, Option<&'static str>) {
        (None, None)
    }

    /// What a rounded number is cast to first where it has a number of digits.
    fn round_cast(&self) -> Option<&'static str> {
        None
    }

    /// What stands around the parameter of a limit or an offset.
    fn around_limit(&self) -> (&'static str, &'static str) {
        ("", "")
    }

    /// The function that adds decimals up exactly.
    fn decimal_sum_function(&self) -> &'static str {
        "sum"
    }

    /// The collation by which decimals compare as numbers, where they are kept as text.
    fn decimal_collation(&self) -> Option<&'static str> {
        None
    }

    /// The function that adds two decimals exactly, where the operator would round them.
    fn decimal_add_function(&self) -> Option<&'static str> {
        None
    }

    /// The function that gives a value's place in a list, where rows must come back in its order.
    fn list_position_function(&self) -> &'static str {
        "field"
    }

    /// The value that an upsert's insert proposed for a column: text before and after the name.
    fn inserted(&self) -> (&'static str, &'static str) {
        ("excluded.", "")
    }
}

/// The dialects there are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DialectKind {
    /// SQLite 3.39 or later.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL 8.
    Mysql,
    /// MariaDB 10.6 or later.
    Mariadb,
}

/// The dialect of that kind.
#[must_use]
pub fn dialect(kind: DialectKind) -> &'static dyn Dialect {
    match kind {
        DialectKind::Sqlite => &Sqlite,
        DialectKind::Postgres => &Postgres,
        DialectKind::Mysql => &Mysql,
        DialectKind::Mariadb => &Mariadb,
    }
}

/// The dialect of a product, as a driver names it.
///
/// # Errors
///
/// `INTERNAL` for a product without a dialect.
pub fn dialect_of(product: &str) -> Result<&'static dyn Dialect> {
    let kind = match product {
        "SQLite" => DialectKind::Sqlite,
        "PostgreSQL" => DialectKind::Postgres,
        "MySQL" => DialectKind::Mysql,
        "MariaDB" => DialectKind::Mariadb,
        other => return Err(Error::internal(format!("there is no dialect for {other}"))),
    };
    Ok(dialect(kind))
}
