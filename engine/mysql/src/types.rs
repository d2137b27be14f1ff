//! MySQL's types, as far as values travel out of them.

use crate::wire::column::Column;

/// The numbers that the protocol has for types.
mod code {
    pub(super) const DECIMAL: u8 = 0x00;
    pub(super) const TINY: u8 = 0x01;
    pub(super) const SHORT: u8 = 0x02;
    pub(super) const LONG: u8 = 0x03;
    pub(super) const FLOAT: u8 = 0x04;
    pub(super) const DOUBLE: u8 = 0x05;
    pub(super) const NULL: u8 = 0x06;
    pub(super) const TIMESTAMP: u8 = 0x07;
    pub(super) const LONG_LONG: u8 = 0x08;
    pub(super) const INT_24: u8 = 0x09;
    pub(super) const DATE: u8 = 0x0a;
    pub(super) const TIME: u8 = 0x0b;
    pub(super) const DATETIME: u8 = 0x0c;
    pub(super) const YEAR: u8 = 0x0d;
    pub(super) const VARCHAR: u8 = 0x0f;
    pub(super) const BIT: u8 = 0x10;
    pub(super) const VECTOR: u8 = 0xf2;
    pub(super) const JSON: u8 = 0xf5;
    pub(super) const NEW_DECIMAL: u8 = 0xf6;
    pub(super) const ENUM: u8 = 0xf7;
    pub(super) const SET: u8 = 0xf8;
    pub(super) const TINY_BLOB: u8 = 0xf9;
    pub(super) const MEDIUM_BLOB: u8 = 0xfa;
    pub(super) const LONG_BLOB: u8 = 0xfb;
    pub(super) const BLOB: u8 = 0xfc;
    pub(super) const VAR_STRING: u8 = 0xfd;
    pub(super) const STRING: u8 = 0xfe;
    pub(super) const GEOMETRY: u8 = 0xff;
}

/// What a value says of itself when it is sent.
pub(crate) mod sent {
    pub(crate) const DOUBLE: u8 = super::code::DOUBLE;
    pub(crate) const LONG_LONG: u8 = super::code::LONG_LONG;
    pub(crate) const DECIMAL: u8 = super::code::NEW_DECIMAL;
    pub(crate) const BLOB: u8 = super::code::BLOB;
    pub(crate) const VAR_STRING: u8 = super::code::VAR_STRING;
}

const UNSIGNED: u16 = 32;
const BINARY: u16 = 128;
const ENUM: u16 = 256;
/// The character set of what has none.
const BINARY_CHARACTERS: u16 = 63;

/// What a cell holds.
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
    /// A geometry, or a type that did not exist yet when this was written.
    Other,
}

/// How many bytes a cell has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Length {
    Fixed(u8),
    /// As many as stand before them.
    Measured,
    /// The same, of at most a few, with the number as the first of them.
    Short,
}

/// What the cells of a column hold.
pub(crate) fn kind(column: &Column) -> Kind {
    let is_unsigned = column.flags & UNSIGNED != 0;
    match column.code {
        code::TINY | code::SHORT | code::LONG | code::INT_24 | code::LONG_LONG => {
            if is_unsigned {
                Kind::Unsigned
            } else {
                Kind::Int
            }
        }
        code::YEAR => Kind::Unsigned,
        code::FLOAT | code::DOUBLE => Kind::Float,
        code::DECIMAL | code::NEW_DECIMAL => Kind::Decimal,
        code::JSON => Kind::Json,
        code::DATE => Kind::Date,
        code::DATETIME | code::TIMESTAMP => Kind::Timestamp,
        code::TIME => Kind::Time,
        code::BIT => Kind::Bits,
        code::NULL => Kind::Null,
        code::SET => Kind::Text,
        code::VECTOR => Kind::Bytes,
        // What a column with a binary *collation* is called differs from what it holds: whether
        // the character set is binary decides.
        code::VARCHAR
        | code::ENUM
        | code::TINY_BLOB
        | code::MEDIUM_BLOB
        | code::LONG_BLOB
        | code::BLOB
        | code::VAR_STRING
        | code::STRING => {
            if column.character_set == BINARY_CHARACTERS {
                Kind::Bytes
            } else {
                Kind::Text
            }
        }
        _ => Kind::Other,
    }
}

/// How many bytes the cells of a column have in a row.
pub(crate) fn length(column: &Column) -> Length {
    match column.code {
        code::TINY => Length::Fixed(1),
        code::SHORT | code::YEAR => Length::Fixed(2),
        code::LONG | code::INT_24 | code::FLOAT => Length::Fixed(4),
        code::LONG_LONG | code::DOUBLE => Length::Fixed(8),
        code::DATE | code::TIME | code::DATETIME | code::TIMESTAMP => Length::Short,
        _ => Length::Measured,
    }
}

/// The name of a type as MySQL's manual writes it, in lower case.
pub(crate) fn name(column: &Column) -> &'static str {
    let (is_unsigned, is_binary) = (column.flags & UNSIGNED != 0, column.flags & BINARY != 0);
    let either = |yes: bool, one, other| if yes { one } else { other };
    match column.code {
        code::TINY if column.length == 1 => "boolean",
        code::TINY => either(is_unsigned, "tinyint unsigned", "tinyint"),
        code::SHORT => either(is_unsigned, "smallint unsigned", "smallint"),
        code::INT_24 => either(is_unsigned, "mediumint unsigned", "mediumint"),
        code::LONG => either(is_unsigned, "int unsigned", "int"),
        code::LONG_LONG => either(is_unsigned, "bigint unsigned", "bigint"),
        code::FLOAT => "float",
        code::DOUBLE => "double",
        code::DECIMAL | code::NEW_DECIMAL => "decimal",
        code::NULL => "null",
        code::TIMESTAMP => "timestamp",
        code::DATETIME => "datetime",
        code::DATE => "date",
        code::TIME => "time",
        code::YEAR => "year",
        code::BIT => "bit",
        code::JSON => "json",
        code::ENUM => "enum",
        code::SET => "set",
        code::VECTOR => "vector",
        code::GEOMETRY => "geometry",
        code::STRING if is_binary => "binary",
        code::STRING => either(column.flags & ENUM != 0, "enum", "char"),
        code::VARCHAR | code::VAR_STRING => either(is_binary, "varbinary", "varchar"),
        code::TINY_BLOB => either(is_binary, "tinyblob", "tinytext"),
        code::BLOB => either(is_binary, "blob", "text"),
        code::MEDIUM_BLOB => either(is_binary, "mediumblob", "mediumtext"),
        code::LONG_BLOB => either(is_binary, "longblob", "longtext"),
        _ => "unknown",
    }
}
