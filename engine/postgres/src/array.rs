//! Arrays: a list goes in as an array, and an array comes out as a JSON document.
//!
//! ```text
//! i32 dimensions │ i32 has nulls │ u32 element type │ (i32 length, i32 lower bound) per
//! dimension then per element: i32 length (−1: null) │ bytes
//! ```

use std::fmt::Write as _;

use tokio_postgres::types::Type;
use versa_ast::Value;
use versa_calendar as calendar;

use crate::bind::{self, EPOCH_MICROSECONDS, Refusal};
use crate::types::{self, Kind};
use crate::{form, numeric};

/// The whole numbers that JSON readers keep exactly: those of a double.
const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// Appends a list as an array of one dimension.
pub(crate) fn encode<'a>(
    items: impl Iterator<Item = &'a Value>,
    element: &Type,
    out: &mut Vec<u8>,
) -> Result<(), Refusal> {
    let header = out.len();
    out.extend_from_slice(&1_i32.to_be_bytes());
    out.extend_from_slice(&0_i32.to_be_bytes());
    out.extend_from_slice(&element.oid().to_be_bytes());
    out.extend_from_slice(&0_i32.to_be_bytes());
    out.extend_from_slice(&1_i32.to_be_bytes());
    let (mut count, mut has_nulls) = (0_i32, false);
    for item in items {
        count = count.checked_add(1).ok_or(Refusal::OutOfRange)?;
        if *item == Value::Null {
            has_nulls = true;
            out.extend_from_slice(&(-1_i32).to_be_bytes());
            continue;
        }
        let at = out.len();
        out.extend_from_slice(&[0; 4]);
        bind::encode(item, element, out)?;
        let length = i32::try_from(out.len() - at - 4).map_err(|_| Refusal::OutOfRange)?;
        out[at..at + 4].copy_from_slice(&length.to_be_bytes());
    }
    if count == 0 {
        // An empty array has no dimensions at all.
        out.truncate(header + 12);
        out[header..header + 4].copy_from_slice(&0_i32.to_be_bytes());
    } else {
        out[header + 4..header + 8].copy_from_slice(&i32::from(has_nulls).to_be_bytes());
        out[header + 12..header + 16].copy_from_slice(&count.to_be_bytes());
    }
    Ok(())
}

/// Whether elements of a type can be written as JSON.
pub(crate) fn is_readable(element: &Type) -> bool {
    !matches!(types::kind(element), Kind::Other | Kind::Void | Kind::Array(_))
}

/// Writes an array as JSON: numbers and booleans as such (beyond 2^53 and `numeric` as digits in a
/// string), documents as they are, bytes as hexadecimal digits, everything else as a string, which
/// says `Infinity`, `NaN` and `infinity` as PostgreSQL does.
pub(crate) fn decode(bytes: &[u8], element: &Type, out: &mut String) -> Option<()> {
    let mut reader = Reader { bytes };
    let dimensions = usize::try_from(reader.int()?).ok()?;
    reader.take(8)?;
    let mut lengths = Vec::with_capacity(dimensions.min(6));
    for _ in 0..dimensions {
        lengths.push(reader.int()?);
        reader.int()?;
    }
    if lengths.is_empty() {
        out.push_str("[]");
        return Some(());
    }
    reader.dimension(&lengths, types::kind(element), out)
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn int(&mut self) -> Option<i32> {
        Some(i32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn dimension(&mut self, lengths: &[i32], kind: Kind<'_>, out: &mut String) -> Option<()> {
        let (&length, inner) = lengths.split_first()?;
        out.push('[');
        for index in 0..length {
            if index > 0 {
                out.push(',');
            }
            if inner.is_empty() {
                self.element(kind, out)?;
            } else {
                self.dimension(inner, kind, out)?;
            }
        }
        out.push(']');
        Some(())
    }

    fn element(&mut self, kind: Kind<'_>, out: &mut String) -> Option<()> {
        match usize::try_from(self.int()?) {
            Ok(length) => write_element(self.take(length)?, kind, out),
            Err(_) => {
                out.push_str("null");
                Some(())
            }
        }
    }
}

fn write_element(bytes: &[u8], kind: Kind<'_>, out: &mut String) -> Option<()> {
    match kind {
        Kind::Boolean => out.push_str(if bytes == [0] { "false" } else { "true" }),
        Kind::Int2 | Kind::Int4 | Kind::Int8 => {
            let value = form::int(bytes)?;
            let safe = value.unsigned_abs() <= MAX_SAFE_INTEGER.unsigned_abs();
            if safe { write!(out, "{value}") } else { write!(out, "\"{value}\"") }.ok()?;
        }
        Kind::Float4 | Kind::Float8 => {
            let is_number = form::float(bytes)?.is_finite();
            let quote = if is_number { "" } else { "\"" };
            out.push_str(quote);
            form::float_text(bytes, out)?;
            out.push_str(quote);
        }
        Kind::Json => out.push_str(std::str::from_utf8(bytes).ok()?),
        Kind::Jsonb => out.push_str(std::str::from_utf8(bytes.get(1..)?).ok()?),
        Kind::Text => write_string(std::str::from_utf8(bytes).ok()?, out)?,
        Kind::Bytea => {
            out.push('"');
            for byte in bytes {
                write!(out, "{byte:02x}").ok()?;
            }
            out.push('"');
        }
        Kind::Timestamp => {
            let text = match form::int(bytes)? {
                i64::MAX => "infinity".to_owned(),
                i64::MIN => "-infinity".to_owned(),
                microseconds => {
                    let mut text = String::new();
                    let since_1970 = microseconds.checked_add(EPOCH_MICROSECONDS)?;
                    calendar::write_timestamp(&mut text, since_1970);
                    format!("{}Z", text.replacen(' ', "T", 1))
                }
            };
            write!(out, "\"{text}\"").ok()?;
        }
        Kind::Numeric => {
            out.push('"');
            numeric::decode(bytes, out)?;
            out.push('"');
        }
        other => {
            out.push('"');
            form::text_writer(other)?(bytes, out)?;
            out.push('"');
        }
    }
    Some(())
}

fn write_string(text: &str, out: &mut String) -> Option<()> {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => write!(out, "\\u{:04x}", u32::from(control)).ok()?,
            other => out.push(other),
        }
    }
    out.push('"');
    Some(())
}
