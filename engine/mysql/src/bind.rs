//! Values as parameters of the binary protocol.
//!
//! The server converts them to what a column wants, so what a value *is* decides. Two are
//! sent as text with care: a decimal number with the type DECIMAL, because the server compares a
//! plain text with a number as doubles; and an instant in the one notation that every version
//! reads.

use sqlx::Arguments as _;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::mysql::{MySql, MySqlArguments, MySqlTypeInfo};
use versa_ast::{LogicalType, Value};
use versa_driver::calendar;
use versa_error::{Error, Result};
use versa_sql::Bound;

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

/// Encodes the values of a call for a prepared statement with as many places.
///
/// # Errors
///
/// `INVALID_QUERY` when there are more or fewer values than places, `INVALID_VALUE` with the
/// position of the first value that no column takes.
pub(crate) fn arguments(
    values: &[Bound<'_>],
    places: usize,
    decimal: &MySqlTypeInfo,
) -> Result<MySqlArguments> {
    if values.len() != places {
        return Err(Error::invalid_query(format!(
            "the statement has {places} parameters, but {} values were given",
            values.len()
        ))
        .hint("count the placeholders ? and the values"));
    }
    let mut arguments = MySqlArguments::default();
    arguments.reserve(values.len(), values.len() * 16);
    for (position, value) in (1..).zip(values) {
        let Bound::Value { value, logical_type } = value else {
            return Err(refused(position, "a list", "be bound as one value"));
        };
        let added = add(&mut arguments, value, *logical_type, position, decimal)?;
        added.map_err(|error| Error::internal(format!("parameter {position}: {error}")))?;
    }
    Ok(arguments)
}

fn refused(position: usize, what: &str, why: &str) -> Error {
    Error::invalid_value(format!("parameter {position}: {what} cannot {why}"))
}

fn add(
    arguments: &mut MySqlArguments,
    value: &Value,
    logical_type: Option<LogicalType>,
    position: usize,
    decimal: &MySqlTypeInfo,
) -> Result<Result<(), BoxDynError>> {
    Ok(match value {
        Value::Null => arguments.add(Option::<&str>::None),
        Value::Boolean(value) => arguments.add(i64::from(*value)),
        Value::Int(value) => arguments.add(*value),
        Value::Float(value) if value.is_finite() => arguments.add(*value),
        Value::Float(_) => return Err(refused(position, "NaN or infinity", "be stored by MySQL")),
        Value::Timestamp(microseconds) => arguments.add(timestamp_text(*microseconds)),
        Value::Decimal(text) => {
            check_decimal(text, position)?;
            arguments.add(Decimal { text, type_info: decimal })
        }
        Value::Text(text) if logical_type == Some(LogicalType::Timestamp) => {
            match calendar_timestamp(text) {
                Some(microseconds) => arguments.add(timestamp_text(microseconds)),
                None => return Err(refused(position, "the text", "be read as a timestamp")),
            }
        }
        Value::Text(text)
        | Value::Date(text)
        | Value::Time(text)
        | Value::Json(text)
        | Value::Uuid(text) => arguments.add(text.as_str()),
        Value::Bytes(bytes) => arguments.add(bytes.as_slice()),
        Value::List(_) => return Err(refused(position, "a list", "be bound as one value")),
    })
}

fn timestamp_text(microseconds: i64) -> String {
    let mut text = String::with_capacity(26);
    calendar::write_timestamp(&mut text, microseconds);
    text
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

/// A decimal number on its way; the type is the server's own, learned from a result.
struct Decimal<'a> {
    text: &'a str,
    type_info: &'a MySqlTypeInfo,
}

impl sqlx::Type<MySql> for Decimal<'_> {
    fn type_info() -> MySqlTypeInfo {
        // Only asked where `produces` answers nothing, which it never does.
        <str as sqlx::Type<MySql>>::type_info()
    }
}

impl Encode<'_, MySql> for Decimal<'_> {
    fn produces(&self) -> Option<MySqlTypeInfo> {
        Some(self.type_info.clone())
    }

    fn encode_by_ref(&self, buffer: &mut Vec<u8>) -> Result<IsNull, BoxDynError> {
        <&str as Encode<'_, MySql>>::encode_by_ref(&self.text, buffer)
    }
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
