//! What a cell holds. The numbers are the format: both languages know them.

/// Null; the number is 0.
pub const NULL: u8 = 0;
/// A boolean; the number is 0 or 1.
pub const BOOLEAN: u8 = 1;
/// A whole number within ±(2^53 − 1); the number is the value.
pub const INT: u8 = 2;
/// A double; the number is the value.
pub const FLOAT: u8 = 3;
/// An instant; the number is milliseconds since 1970-01-01T00:00:00Z, with a fraction.
pub const TIMESTAMP: u8 = 4;
/// Text; the number is its end in the chunk's text.
pub const TEXT: u8 = 5;
/// A whole number beyond ±(2^53 − 1) in decimal digits; the number is its end in the text.
pub const BIG_INT: u8 = 6;
/// An exact decimal number; the number is its end in the text.
pub const DECIMAL: u8 = 7;
/// A calendar date; the number is its end in the text.
pub const DATE: u8 = 8;
/// A time of day; the number is its end in the text.
pub const TIME: u8 = 9;
/// A JSON document; the number is its end in the text.
pub const JSON: u8 = 10;
/// A UUID; the number is its end in the text.
pub const UUID: u8 = 11;
/// Bytes; the number is their end in the chunk's bytes.
pub const BYTES: u8 = 12;
/// Several values behind one parameter; the number is how many cells follow that belong to it.
pub const LIST: u8 = 13;
