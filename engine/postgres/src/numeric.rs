//! `numeric` in the binary format: groups of four decimal digits.
//!
//! ```text
//! u16 groups │ i16 weight │ u16 sign │ u16 scale │ groups × u16, each 0..=9999
//! ```
//!
//! The first group counts 10000^weight; groups that would be zero at either end are left out. The
//! scale is the number of decimal digits after the point that are written out.

use std::fmt::Write as _;

const POSITIVE: u16 = 0x0000;
const NEGATIVE: u16 = 0x4000;
const NOT_A_NUMBER: u16 = 0xC000;
const INFINITY: u16 = 0xD000;
const NEGATIVE_INFINITY: u16 = 0xF000;

/// The most digits after the point that PostgreSQL keeps.
const MAX_SCALE: i64 = 16_383;
/// The most digits before the point.
const MAX_WHOLE_DIGITS: i64 = 131_072;

/// Appends a number in decimal notation (`-12.50`, `1e-7`, `NaN`) in the binary format. None where
/// the text is no number or has more digits than the type holds.
pub(crate) fn encode(text: &str, out: &mut Vec<u8>) -> Option<()> {
    match text {
        "NaN" => return special(NOT_A_NUMBER, out),
        "Infinity" => return special(INFINITY, out),
        "-Infinity" => return special(NEGATIVE_INFINITY, out),
        _ => {}
    }
    let (sign, unsigned) = match text.as_bytes().first()? {
        b'-' => (NEGATIVE, &text[1..]),
        b'+' => (POSITIVE, &text[1..]),
        _ => (POSITIVE, text),
    };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], unsigned[at + 1..].parse::<i64>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if !all_digits || whole.len() + fraction.len() == 0 || exponent.abs() > MAX_WHOLE_DIGITS {
        return None;
    }
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0').collect();
    // Where the point stands, counted from the first digit.
    let point = i64::try_from(whole.len()).ok()? + exponent;
    let scale = (i64::try_from(digits.len()).ok()? - point).max(0);
    if scale > MAX_SCALE || point > MAX_WHOLE_DIGITS {
        return None;
    }
    encode_digits(sign, &digits, point, scale, out)
}

fn special(sign: u16, out: &mut Vec<u8>) -> Option<()> {
    for part in [0, 0, sign, 0] {
        out.extend_from_slice(&u16::to_be_bytes(part));
    }
    Some(())
}

fn encode_digits(
    sign: u16,
    digits: &[u8],
    point: i64,
    scale: i64,
    out: &mut Vec<u8>,
) -> Option<()> {
    // Groups are aligned at the point: the first may begin with zeroes that are not in `digits`.
    let mut weight = (point - 1).div_euclid(4);
    let lead = usize::try_from((weight + 1) * 4 - point).ok()?;
    let mut groups: Vec<u16> = Vec::with_capacity(digits.len() / 4 + 2);
    let mut group = 0;
    let mut filled = lead;
    for &digit in digits {
        group = group * 10 + u16::from(digit);
        filled += 1;
        if filled == 4 {
            groups.push(std::mem::take(&mut group));
            filled = 0;
        }
    }
    if filled > 0 {
        groups.push(group * 10_u16.pow(u32::try_from(4 - filled).ok()?));
    }
    let zeroes = groups.iter().take_while(|&&group| group == 0).count();
    groups.drain(..zeroes);
    weight -= i64::try_from(zeroes).ok()?;
    while groups.last() == Some(&0) {
        groups.pop();
    }
    let (sign, weight) = if groups.is_empty() { (POSITIVE, 0) } else { (sign, weight) };
    out.extend_from_slice(&u16::try_from(groups.len()).ok()?.to_be_bytes());
    out.extend_from_slice(&i16::try_from(weight).ok()?.to_be_bytes());
    out.extend_from_slice(&sign.to_be_bytes());
    out.extend_from_slice(&u16::try_from(scale).ok()?.to_be_bytes());
    for group in groups {
        out.extend_from_slice(&group.to_be_bytes());
    }
    Some(())
}

/// Writes a binary `numeric` as text. None where the bytes are no `numeric`.
pub(crate) fn decode(bytes: &[u8], out: &mut String) -> Option<()> {
    let part = |index: usize| {
        let bytes = bytes.get(index * 2..index * 2 + 2)?;
        Some(u16::from_be_bytes([bytes[0], bytes[1]]))
    };
    let count = usize::from(part(0)?);
    let weight = i32::from(i16::from_be_bytes(part(1)?.to_be_bytes()));
    let scale = usize::from(part(3)?);
    match part(2)? {
        NOT_A_NUMBER => out.push_str("NaN"),
        INFINITY => out.push_str("Infinity"),
        NEGATIVE_INFINITY => out.push_str("-Infinity"),
        sign => {
            if sign == NEGATIVE {
                out.push('-');
            }
            let group = |at: i32| match usize::try_from(at) {
                Ok(at) if at < count => part(4 + at),
                _ => Some(0),
            };
            write!(out, "{}", group(if weight < 0 { -1 } else { 0 })?).ok()?;
            for at in 1..=weight {
                write!(out, "{:04}", group(at)?).ok()?;
            }
            write_fraction(scale, |index| group(weight + 1 + index), out)?;
        }
    }
    Some(())
}

fn write_fraction(
    scale: usize,
    group: impl Fn(i32) -> Option<u16>,
    out: &mut String,
) -> Option<()> {
    if scale == 0 {
        return Some(());
    }
    out.push('.');
    let end = out.len() + scale;
    let mut index = 0;
    while out.len() < end {
        write!(out, "{:04}", group(index)?).ok()?;
        index += 1;
    }
    out.truncate(end);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (text, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("0.00", "0.00"),
            ("1", "1"),
            ("-12.50", "-12.50"),
            ("10000", "10000"),
            ("0.0001", "0.0001"),
            ("0.00001", "0.00001"),
            (
                "123456789012345678901234567890.123456789",
                "123456789012345678901234567890.123456789",
            ),
            ("100000000", "100000000"),
            ("1e3", "1000"),
            ("1.5e-7", "0.00000015"),
            ("12.5E2", "1250"),
            (".5", "0.5"),
            ("+7.", "7"),
            ("00012.300", "12.300"),
            ("NaN", "NaN"),
            ("-Infinity", "-Infinity"),
        ] {
            let mut bytes = Vec::new();
            encode(text, &mut bytes).unwrap();
            let mut written = String::new();
            decode(&bytes, &mut written).unwrap();
            assert_eq!(written, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", "1.2.3", "abc", "1e", "1e999999999", "0x10", "٣", "1_000"] {
            assert_eq!(encode(text, &mut Vec::new()), None, "{text}");
        }
    }
}
