//! Values as parameters of the binary protocol.
//!
//! The server converts them to what a column wants, so what a value *is* decides. Two are
//! sent as text with care: a decimal number with the type DECIMAL, because the server compares a
//! plain text with a number as doubles; and an instant in the one notation that every version
//! reads.

use versa_ast::{LogicalType, Value};
use versa_calendar as calendar;
use versa_error::{Error, Result};
use versa_sql::Bound;

use crate::prepared::Prepared;
use crate::types::sent;
use crate::wire::command;
use crate::wire::outgoing::{Outgoing, put_measured};

/// The most digits a DECIMAL has.
const MAX_DECIMAL_DIGITS: usize = 65;

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
        format!("{} parameters are more than the {MAX_PARAMETERS} of MySQL", values.len());
    Err(Error::invalid_query(message).hint("pass fewer values at once, or one list"))
}

/// Writes the command that runs a prepared statement with the values of a call. Answers with the
/// number of the first packet of the answer.
///
/// # Errors
///
/// `INVALID_QUERY` when there are more or fewer values than places, `INVALID_VALUE` with the
/// position of the first value that no column takes. Then nothing is written.
pub(crate) fn execute(
    outgoing: &mut Outgoing,
    statement: &Prepared,
    values: &[Bound<'_>],
) -> Result<u8> {
    if values.len() != statement.places {
        return Err(Error::invalid_query(format!(
            "the statement has {} parameters, but {} values were given",
            statement.places,
            values.len()
        ))
        .hint("count the placeholders ? and the values"));
    }
    let written = write(command::begin_execute(outgoing, statement.id), values);
    match written {
        Ok(()) => Ok(outgoing.end()),
        Err(refused) => {
            outgoing.cancel();
            Err(refused)
        }
    }
}

/// First come which values are null and the types of all, then those that are not null.
fn write(bytes: &mut Vec<u8>, values: &[Bound<'_>]) -> Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let nulls = bytes.len();
    let types_follow = nulls + values.len().div_ceil(8);
    let types = types_follow + 1;
    bytes.resize(types + 2 * values.len(), 0);
    set(bytes, types_follow, 1);
    for (index, value) in values.iter().enumerate() {
        let position = index + 1;
        let Bound::Value { value, logical_type } = value else {
            return Err(refused(position, "a list", "be bound as one value"));
        };
        let code = add(bytes, value, *logical_type, position)?;
        set(bytes, types + 2 * index, code);
        if matches!(value, Value::Null) {
            set(bytes, nulls + index / 8, 1 << (index % 8));
        }
    }
    Ok(())
}

/// Sets bits of a byte that was reserved.
fn set(bytes: &mut [u8], at: usize, bits: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte |= bits;
    }
}

fn refused(position: usize, what: &str, why: &str) -> Error {
    Error::invalid_value(format!("parameter {position}: {what} cannot {why}"))
}

/// Adds a value and says its type.
fn add(
    bytes: &mut Vec<u8>,
    value: &Value,
    logical_type: Option<LogicalType>,
    position: usize,
) -> Result<u8> {
    Ok(match value {
        Value::Null => sent::VAR_STRING,
        Value::Boolean(value) => add_int(bytes, i64::from(*value)),
        Value::Int(value) => add_int(bytes, *value),
        Value::Float(value) if value.is_finite() => {
            bytes.extend_from_slice(&value.to_le_bytes());
            sent::DOUBLE
        }
        Value::Float(_) => return Err(refused(position, "NaN or infinity", "be stored by MySQL")),
        Value::Timestamp(microseconds) => add_timestamp(bytes, *microseconds),
        Value::Decimal(text) => {
            check_decimal(text, position)?;
            put_measured(bytes, text.as_bytes());
            sent::DECIMAL
        }
        // A plain text is compared with numbers as doubles, which rounds.
        Value::Text(text)
            if matches!(logical_type, Some(LogicalType::Decimal | LogicalType::DecimalNumber)) =>
        {
            check_decimal(text, position)?;
            put_measured(bytes, text.as_bytes());
            sent::DECIMAL
        }
        Value::Text(text) if logical_type == Some(LogicalType::Timestamp) => {
            match calendar_timestamp(text) {
                Some(microseconds) => add_timestamp(bytes, microseconds),
                None => return Err(refused(position, "the text", "be read as a timestamp")),
            }
        }
        Value::Text(text)
        | Value::Date(text)
        | Value::Time(text)
        | Value::Json(text)
        | Value::Uuid(text) => add_text(bytes, text),
        Value::Bytes(value) => {
            put_measured(bytes, value);
            sent::BLOB
        }
        Value::List(_) => return Err(refused(position, "a list", "be bound as one value")),
    })
}

fn add_int(bytes: &mut Vec<u8>, value: i64) -> u8 {
    bytes.extend_from_slice(&value.to_le_bytes());
    sent::LONG_LONG
}

fn add_text(bytes: &mut Vec<u8>, text: &str) -> u8 {
    put_measured(bytes, text.as_bytes());
    sent::VAR_STRING
}

fn add_timestamp(bytes: &mut Vec<u8>, microseconds: i64) -> u8 {
    add_text(bytes, calendar::timestamp_text(microseconds).as_str())
}

/// Instants with years of more digits than any database keeps are none: nobody calculates with
/// them.
fn calendar_timestamp(text: &str) -> Option<i64> {
    let year_digits = text.get(1..)?.find('-')?;
    if year_digits > 6 { None } else { calendar::parse_timestamp(text) }
}

/// The server takes what is no number for zero, so that has to be found out here.
fn check_decimal(text: &str, position: usize) -> Result<()> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i16>().ok()),
        None => (unsigned, Some(0)),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.bytes().chain(fraction.bytes());
    let is_number = exponent.is_some()
        && whole.len() + fraction.len() > 0
        && digits.clone().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return Err(refused(position, "the text", "be read as a decimal number"));
    }
    let whole_digits = whole.trim_start_matches('0').len();
    let shifted = i64::try_from(whole_digits)
        .unwrap_or(i64::MAX)
        .saturating_add(i64::from(exponent.unwrap_or_default()));
    if shifted > i64::try_from(MAX_DECIMAL_DIGITS).unwrap_or_default() {
        return Err(refused(position, "a number of more than 65 digits", "be stored by MySQL"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_pass_as_decimals() {
        for text in ["0", "-1.50", ".5", "5.", "1e10", "12345678901234567890.0123456789"] {
            assert_eq!(check_decimal(text, 1), Ok(()), "{text}");
        }
        for text in ["", "-", "abc", "1e", "1,5", "NaN", "0x1", "1e70", &"9".repeat(66)] {
            check_decimal(text, 1).expect_err(text);
        }
    }
}
