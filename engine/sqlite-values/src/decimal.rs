//! Decimals are kept as text, digit by digit: SQLite's own numbers would round them. They compare
//! and add up as numbers through a collation and functions that every driver registers:
//! `versa_decimal`, `versa_decimal_sum(x)` and `versa_decimal_add(x, y)`.

use std::cmp::Ordering;
use std::str::FromStr;

use bigdecimal::BigDecimal;
use versa_error::{Error, Result};

use crate::Cell;

/// `versa_decimal_sum(x)`: the exact sum of a group, null for none, as SQL's `sum`.
#[derive(Clone, Debug, Default)]
pub struct DecimalSum(Option<BigDecimal>);

impl DecimalSum {
    /// Adds a cell.
    ///
    /// # Errors
    ///
    /// `INVALID_VALUE` for a cell that is no decimal.
    pub fn add(&mut self, cell: Cell<'_>) -> Result<()> {
        let Some(value) = decimal(cell)? else { return Ok(()) };
        self.0 = Some(match self.0.take() {
            Some(sum) => sum + value,
            None => value,
        });
        Ok(())
    }

    /// The sum's digits; none where nothing was added.
    #[must_use]
    pub fn digits(&self) -> Option<String> {
        self.0.as_ref().map(BigDecimal::to_plain_string)
    }
}

/// `versa_decimal_add(x, y)`: the exact sum of two, null where one of them is.
///
/// # Errors
///
/// `INVALID_VALUE` for a cell that is no decimal.
pub fn add_decimals(left: Cell<'_>, right: Cell<'_>) -> Result<Option<String>> {
    let (left, right) = (decimal(left)?, decimal(right)?);
    Ok(left.zip(right).map(|(left, right)| (left + right).to_plain_string()))
}

/// The number of a cell; none where it is null.
fn decimal(cell: Cell<'_>) -> Result<Option<BigDecimal>> {
    Ok(Some(match cell {
        Cell::Null => return Ok(None),
        Cell::Integer(value) => BigDecimal::from(value),
        Cell::Real(value) => parse(&value.to_string())?,
        Cell::Text(text) => parse(&String::from_utf8_lossy(text))?,
        Cell::Blob(_) => return Err(no_decimal()),
    }))
}

fn parse(text: &str) -> Result<BigDecimal> {
    BigDecimal::from_str(text).map_err(|_| no_decimal())
}

fn no_decimal() -> Error {
    Error::invalid_value("a decimal column holds what is no decimal")
}

/// Compares two decimal numbers in their text form, exactly and of any length. What is no number
/// comes after all numbers, in the order of its text, so that the order is total.
#[must_use]
pub fn compare_decimals(left: &str, right: &str) -> Ordering {
    match (Decimal::parse(left), Decimal::parse(right)) {
        (Some(left), Some(right)) => left.compare(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

struct Decimal<'a> {
    negative: bool,
    /// Digits before the point, without leading zeros.
    whole: &'a str,
    /// Digits behind it, without trailing zeros.
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        // There is one zero only.
        let negative = negative && !(whole.is_empty() && fraction.is_empty());
        Some(Self { negative, whole, fraction })
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
        }
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        let longer = self.whole.len().cmp(&other.whole.len());
        longer
            .then_with(|| self.whole.cmp(other.whole))
            .then_with(|| self.fraction.cmp(other.fraction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_as_numbers() {
        let ordered = [
            "-1000.5",
            "-12",
            "-1.50",
            "-1.5",
            "-0.01",
            "0",
            "-0.00",
            "0.001",
            "0.01",
            "00.9",
            "1",
            "1.0",
            "1.05",
            "1.5",
            "2",
            "10",
            "99999999999999999999.1",
            "99999999999999999999.2",
            "1e5",
            "nothing",
        ];
        for pair in ordered.windows(2) {
            let [left, right] = pair else { continue };
            assert_ne!(compare_decimals(left, right), Ordering::Greater, "{left} {right}");
            assert_ne!(compare_decimals(right, left), Ordering::Less, "{left} {right}");
        }
        for (left, right) in [("-1.50", "-1.5"), ("0", "-0.00"), ("1", "1.0")] {
            assert_eq!(compare_decimals(left, right), Ordering::Equal);
        }
    }
}
