//! MySQL's types, as far as values travel out of them.

use sqlx::mysql::{MySql, MySqlTypeInfo};
use sqlx::{Type, TypeInfo as _};

/// How a type looks in the binary protocol.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A whole number of 1 to 8 bytes.
    Int,
    /// The same without a sign.
    Unsigned,
    Float,
    Decimal,
    Text,
    Bytes,
    Json,
    Date,
    /// `DATETIME` and `TIMESTAMP`: the connection's time zone is UTC.
    Timestamp,
    Time,
    /// A bit string, the highest byte first.
    Bits,
    Null,
    /// A geometry.
    Other,
}

/// Looks a type up.
pub(crate) fn kind(type_info: &MySqlTypeInfo) -> Kind {
    match type_info.name() {
        // A `TINYINT(1)` is called a boolean even where it has no sign.
        "BOOLEAN" if *type_info == <u8 as Type<MySql>>::type_info() => Kind::Unsigned,
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => Kind::Int,
        "TINYINT UNSIGNED" | "SMALLINT UNSIGNED" | "MEDIUMINT UNSIGNED" | "INT UNSIGNED"
        | "BIGINT UNSIGNED" | "YEAR" => Kind::Unsigned,
        "FLOAT" | "DOUBLE" => Kind::Float,
        "DECIMAL" => Kind::Decimal,
        "JSON" => Kind::Json,
        "DATE" => Kind::Date,
        "DATETIME" | "TIMESTAMP" => Kind::Timestamp,
        "TIME" => Kind::Time,
        "BIT" => Kind::Bits,
        "NULL" => Kind::Null,
        "SET" => Kind::Text,
        "GEOMETRY" => Kind::Other,
        // What is left are strings. Their name follows a flag that columns with a binary
        // *collation* carry too; whether the character set is binary decides.
        _ if <str as Type<MySql>>::compatible(type_info) => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// The name of a type as MySQL's manual writes it, in lower case.
pub(crate) fn name(type_info: &MySqlTypeInfo) -> String {
    type_info.name().to_lowercase()
}
