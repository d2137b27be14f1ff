//! Values into what the server expects in their place, in the binary format.

use std::borrow::Cow;

use tokio_postgres::types::Type;
use versa_ast::Value;
use versa_calendar as calendar;
use versa_error::{Error, ErrorCode, Result};
use versa_sql::Bound;

use crate::arguments::Arguments;
use crate::types::{self, Kind};
use crate::{array, interval, numeric, textual};

/// 2000-01-01, from where PostgreSQL counts, in days since 1970.
pub(crate) const EPOCH_DAYS: i64 = 10_957;
/// The same in microseconds.
pub(crate) const EPOCH_MICROSECONDS: i64 = EPOCH_DAYS * 86_400_000_000;

/// Why a value cannot go where it should.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refusal {
    /// Values of its kind have no meaning there.
    Mismatch,
    /// A text that does not read as what is expected.
    Unreadable,
    /// A number beyond the type's range.
    OutOfRange,
    /// The type's binary format is not known here.
    Unsupported,
}

/// The most parameters that the protocol can count.
const MAX_PARAMETERS: usize = 65_535;

/// Whether a statement has more values than the server can be told of: found out before it is.
///
/// # Errors
///
/// `INVALID_QUERY` beyond 65,535.
pub(crate) fn check_count(values: &[Bound<'_>]) -> Result<()> {
    if values.len() <= MAX_PARAMETERS {
        return Ok(());
    }
    let message =
        format!("{} parameters are more than the {MAX_PARAMETERS} of PostgreSQL", values.len());
    Err(Error::invalid_query(message).hint("pass fewer values at once, or one list"))
}

/// Encodes the values of a call for the places of a prepared statement.
///
/// # Errors
///
/// `INVALID_QUERY` when there are more or fewer values than places, `INVALID_VALUE` or
/// `UNSUPPORTED` with the position of the first value that does not fit.
pub(crate) fn arguments(values: &[Bound<'_>], types: &[Type]) -> Result<Arguments> {
    if values.len() != types.len() {
        return Err(Error::invalid_query(format!(
            "the statement has {} parameters, but {} values were given",
            types.len(),
            values.len()
        ))
        .hint("count the placeholders $1, $2, … and the values"));
    }
    let mut arguments = Arguments::with_capacity(values.len());
    for (position, (&value, type_info)) in (1..).zip(values.iter().zip(types)) {
        arguments.add(|out| Placed { value, type_info, position }.encode(out))?;
    }
    Ok(arguments)
}

/// A value, and what the server expects in its place.
struct Placed<'a> {
    value: Bound<'a>,
    type_info: &'a Type,
    position: usize,
}

impl Placed<'_> {
    /// Appends the value; false for null, which has no bytes.
    fn encode(&self, out: &mut Vec<u8>) -> Result<bool> {
        if let Bound::Value { value: Value::Null, .. } = self.value {
            return Ok(false);
        }
        let (described, encoded) = match (self.value, types::kind(self.type_info)) {
            (Bound::Value { value, .. }, _) => {
                (describe(value), encode(value, self.type_info, out))
            }
            (Bound::Array { items, .. }, Kind::Array(element)) => {
                ("the list", array::encode(items.iter(), element, out))
            }
            (Bound::Column { cells, column, width, .. }, Kind::Array(element)) => {
                let items = cells.iter().skip(column).step_by(width.max(1));
                ("the column", array::encode(items, element, out))
            }
            _ => ("the list", Err(Refusal::Mismatch)),
        };
        encoded.map_err(|refusal| self.refused(described, refusal))?;
        Ok(true)
    }
}

impl Placed<'_> {
    fn refused(&self, described: &str, refusal: Refusal) -> Error {
        let (position, expected) = (self.position, types::name(self.type_info));
        let message = match refusal {
            Refusal::Mismatch => {
                format!("parameter {position}: {described} cannot be used as {expected}")
            }
            Refusal::Unreadable => {
                format!("parameter {position}: {described} does not read as {expected}")
            }
            Refusal::OutOfRange => {
                format!("parameter {position}: {described} is out of the range of {expected}")
            }
            Refusal::Unsupported => {
                format!("parameter {position}: a value of type {expected} cannot be bound directly")
            }
        };
        if refusal == Refusal::Unsupported {
            return Error::new(ErrorCode::Unsupported, message)
                .hint(format!("pass text and cast it twice: ${position}::text::{expected}"));
        }
        Error::invalid_value(message)
    }
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean(_) => "the boolean",
        Value::Int(_) => "the whole number",
        Value::Float(_) => "the number",
        Value::Text(_) => "the text",
        Value::Decimal(_) => "the decimal number",
        Value::Date(_) => "the date",
        Value::Time(_) => "the time",
        Value::Timestamp(_) => "the timestamp",
        Value::Json(_) => "the JSON document",
        Value::Bytes(_) => "the bytes",
        Value::Uuid(_) => "the UUID",
        Value::List(_) => "the list",
    }
}

/// Appends one value that is not null, without its length.
pub(crate) fn encode(value: &Value, type_info: &Type, out: &mut Vec<u8>) -> Result<(), Refusal> {
    match types::kind(type_info) {
        Kind::Boolean => out.push(u8::from(boolean(value)?)),
        Kind::Int2 => out.extend_from_slice(&ranged::<i16>(value)?.to_be_bytes()),
        Kind::Int4 => out.extend_from_slice(&ranged::<i32>(value)?.to_be_bytes()),
        Kind::Int8 => out.extend_from_slice(&int(value)?.to_be_bytes()),
        Kind::Oid => out.extend_from_slice(&ranged::<u32>(value)?.to_be_bytes()),
        Kind::Xid8 => out.extend_from_slice(&ranged::<u64>(value)?.to_be_bytes()),
        Kind::Float4 => out.extend_from_slice(&float4(value)?.to_be_bytes()),
        Kind::Float8 => out.extend_from_slice(&float(value)?.to_be_bytes()),
        Kind::Numeric => {
            number_text(value).and_then(|text| readable(numeric::encode(&text, out)))?;
        }
        Kind::Text => out.extend_from_slice(text(value)?.as_bytes()),
        Kind::Json => out.extend_from_slice(json(value)?.as_bytes()),
        Kind::Jsonb => {
            out.push(1);
            out.extend_from_slice(json(value)?.as_bytes());
        }
        Kind::Bytea => match value {
            Value::Bytes(bytes) => out.extend_from_slice(bytes),
            _ => return Err(Refusal::Mismatch),
        },
        Kind::Uuid => readable(textual::encode_uuid(plain_text(value)?, out))?,
        Kind::Date => out.extend_from_slice(&date(value)?.to_be_bytes()),
        Kind::Time => out.extend_from_slice(&time(value)?.to_be_bytes()),
        Kind::TimeTz => {
            out.extend_from_slice(&time(value)?.to_be_bytes());
            out.extend_from_slice(&[0; 4]);
        }
        Kind::Timestamp | Kind::DateTime => out.extend_from_slice(&timestamp(value)?.to_be_bytes()),
        Kind::Interval => readable(interval::encode(plain_text(value)?, out))?,
        Kind::Inet => {
            let is_network = types::name(type_info) == "cidr";
            readable(textual::encode_address(plain_text(value)?, is_network, out))?;
        }
        Kind::MacAddress => readable(textual::encode_hardware_address(plain_text(value)?, out))?,
        Kind::Bits => readable(textual::encode_bits(plain_text(value)?, out))?,
        Kind::Array(_) => return Err(Refusal::Mismatch),
        Kind::Void | Kind::Other => return Err(Refusal::Unsupported),
    }
    Ok(())
}

fn readable(encoded: Option<()>) -> Result<(), Refusal> {
    encoded.ok_or(Refusal::Unreadable)
}

fn boolean(value: &Value) -> Result<bool, Refusal> {
    match value {
        Value::Boolean(value) => Ok(*value),
        Value::Int(0) => Ok(false),
        Value::Int(1) => Ok(true),
        Value::Text(text) => text.parse().map_err(|_| Refusal::Unreadable),
        _ => Err(Refusal::Mismatch),
    }
}

fn int(value: &Value) -> Result<i64, Refusal> {
    match value {
        Value::Int(value) => Ok(*value),
        Value::Float(value) => whole(*value),
        Value::Text(text) | Value::Decimal(text) => text.parse().map_err(|_| Refusal::Unreadable),
        _ => Err(Refusal::Mismatch),
    }
}

fn whole(value: f64) -> Result<i64, Refusal> {
    // -2^63 is a double, 2^63 - 1 is not.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if value.fract() != 0.0 {
        return Err(Refusal::Mismatch);
    }
    #[allow(clippy::cast_possible_truncation, reason = "whole, and the range is checked")]
    if (-LIMIT..LIMIT).contains(&value) { Ok(value as i64) } else { Err(Refusal::OutOfRange) }
}

fn ranged<T: TryFrom<i64>>(value: &Value) -> Result<T, Refusal> {
    T::try_from(int(value)?).map_err(|_| Refusal::OutOfRange)
}

fn float(value: &Value) -> Result<f64, Refusal> {
    match value {
        Value::Float(value) => Ok(*value),
        #[allow(clippy::cast_precision_loss, reason = "what the column's type asks for")]
        Value::Int(value) => Ok(*value as f64),
        Value::Text(text) | Value::Decimal(text) => text.parse().map_err(|_| Refusal::Unreadable),
        _ => Err(Refusal::Mismatch),
    }
}

fn float4(value: &Value) -> Result<f32, Refusal> {
    let wide = float(value)?;
    #[allow(clippy::cast_possible_truncation, reason = "what the column's type asks for")]
    let narrow = wide as f32;
    if narrow.is_infinite() && wide.is_finite() { Err(Refusal::OutOfRange) } else { Ok(narrow) }
}

fn number_text(value: &Value) -> Result<Cow<'_, str>, Refusal> {
    Ok(match value {
        Value::Decimal(text) | Value::Text(text) => Cow::Borrowed(text.as_str()),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Float(value) if value.is_infinite() => {
            Cow::Borrowed(if *value > 0.0 { "Infinity" } else { "-Infinity" })
        }
        Value::Float(value) => Cow::Owned(value.to_string()),
        _ => return Err(Refusal::Mismatch),
    })
}

fn text(value: &Value) -> Result<Cow<'_, str>, Refusal> {
    Ok(match value {
        Value::Text(text)
        | Value::Decimal(text)
        | Value::Date(text)
        | Value::Time(text)
        | Value::Json(text)
        | Value::Uuid(text) => Cow::Borrowed(text.as_str()),
        Value::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Float(value) => Cow::Owned(value.to_string()),
        Value::Timestamp(microseconds) => {
            let mut text = String::new();
            calendar::write_timestamp(&mut text, *microseconds);
            Cow::Owned(text)
        }
        Value::Null | Value::Bytes(_) | Value::List(_) => return Err(Refusal::Mismatch),
    })
}

fn json(value: &Value) -> Result<Cow<'_, str>, Refusal> {
    match value {
        Value::Json(_) | Value::Text(_) | Value::Boolean(_) | Value::Int(_) | Value::Decimal(_) => {
            text(value)
        }
        Value::Float(number) if number.is_finite() => text(value),
        _ => Err(Refusal::Mismatch),
    }
}

fn plain_text(value: &Value) -> Result<&str, Refusal> {
    match value {
        Value::Text(text) | Value::Uuid(text) | Value::Time(text) | Value::Date(text) => Ok(text),
        _ => Err(Refusal::Mismatch),
    }
}

fn date(value: &Value) -> Result<i32, Refusal> {
    let days = match value {
        Value::Timestamp(microseconds) => microseconds.div_euclid(86_400_000_000),
        Value::Date(text) | Value::Text(text) => match text.as_str() {
            "infinity" => return Ok(i32::MAX),
            "-infinity" => return Ok(i32::MIN),
            text => textual::parse_timestamp(text)
                .map(|microseconds| microseconds.div_euclid(86_400_000_000))
                .ok_or(Refusal::Unreadable)?,
        },
        _ => return Err(Refusal::Mismatch),
    };
    i32::try_from(days - EPOCH_DAYS).map_err(|_| Refusal::OutOfRange)
}

fn time(value: &Value) -> Result<i64, Refusal> {
    match value {
        Value::Time(text) | Value::Text(text) => {
            textual::parse_time(text).ok_or(Refusal::Unreadable)
        }
        _ => Err(Refusal::Mismatch),
    }
}

fn timestamp(value: &Value) -> Result<i64, Refusal> {
    let microseconds = match value {
        Value::Timestamp(microseconds) => *microseconds,
        Value::Date(text) | Value::Text(text) => match text.as_str() {
            "infinity" => return Ok(i64::MAX),
            "-infinity" => return Ok(i64::MIN),
            text => textual::parse_timestamp(text).ok_or(Refusal::Unreadable)?,
        },
        _ => return Err(Refusal::Mismatch),
    };
    microseconds.checked_sub(EPOCH_MICROSECONDS).ok_or(Refusal::OutOfRange)
}
