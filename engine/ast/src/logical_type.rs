use serde::{Deserialize, Serialize};

/// What a value *is*, whatever a database stores it as. It decides how a parameter is bound and
/// how a result cell is decoded, the same way on every path.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LogicalType {
    /// True or false.
    Boolean,
    /// A whole number within ±(2^53 − 1): a JavaScript `number`.
    Int,
    /// A whole number of 64 bits: a JavaScript `bigint`.
    BigInt,
    /// A double: a JavaScript `number`.
    Float,
    /// An exact decimal number, as text.
    Decimal,
    /// An exact decimal number of at most 15 digits, which a double tells apart: a JavaScript
    /// `number`. It is bound as the text of its digits.
    DecimalNumber,
    /// Unicode text.
    Text,
    /// A calendar date without a zone, as text: `2026-01-31`.
    Date,
    /// A time of day without a zone, as text: `23:59:59.123456`.
    Time,
    /// An instant: a JavaScript `Date`, stored in UTC.
    Timestamp,
    /// A day with a time, as a clock on a wall shows them, in no zone; as text:
    /// `2026-01-31T23:59:59.123456`.
    DateTime,
    /// A JSON document.
    Json,
    /// Bytes: a `Uint8Array`.
    Bytes,
    /// A UUID, as lower-case text with hyphens.
    Uuid,
}
