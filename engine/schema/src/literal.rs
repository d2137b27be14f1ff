//! Literals of DDL, which cannot bind values.

use versa_error::{Error, ErrorCode, Result};

use crate::model::Column;

/// A text without backslashes: quotes are doubled. What a backslash means depends on the database
/// and its settings, so each dialect has its own way to write a text that holds one.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Refuses a text that no literal can hold.
pub(crate) fn check_text(text: &str) -> Result<()> {
    if !text.contains('\0') {
        return Ok(());
    }
    let message = "a default, a comment, an enum value or an expression holds a NUL character";
    Err(Error::new(ErrorCode::InvalidModel, message).hint("remove it: no statement can hold it"))
}

/// A whole number, which the model gives as text.
pub(crate) fn whole_number(column: &Column, digits: &str) -> Result<String> {
    whole_digits(digits).ok_or_else(|| no_number(column, digits, "a whole number of 64 bits"))
}

/// The digits of a whole number of 64 bits; none of anything else.
pub(crate) fn whole_digits(digits: &str) -> Option<String> {
    digits.parse::<i64>().ok().map(|number| number.to_string())
}

/// A double, exact in both directions.
pub(crate) fn float(column: &Column, value: f64) -> Result<String> {
    float_digits(value).ok_or_else(|| no_number(column, &value.to_string(), "a finite number"))
}

/// The digits of a double; none of what is no finite number.
pub(crate) fn float_digits(value: f64) -> Option<String> {
    value.is_finite().then(|| format!("{value:e}"))
}

/// Whether a text is digits, with a sign and a point at most.
pub(crate) fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// An instant in the notation of databases that know no `T` and no `Z`: they keep it in UTC anyway.
pub(crate) fn instant(text: &str) -> String {
    text.strip_suffix('Z').unwrap_or(text).replacen('T', " ", 1)
}

/// The bytes of a text in hex digits.
pub(crate) fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
}

fn no_number(column: &Column, value: &str, wanted: &str) -> Error {
    let message = format!("the default of the column {} is not {wanted}: {value:?}", column.name);
    Error::new(ErrorCode::InvalidModel, message).column(column.name.as_str())
}
