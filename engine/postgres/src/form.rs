//! What a binary cell says: as a number, as an instant, as text.

use versa_calendar as calendar;

use crate::bind::{EPOCH_DAYS, EPOCH_MICROSECONDS};
use crate::types::Kind;
use crate::{interval, numeric, textual};

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// Writes the text form of a binary cell; none where the bytes are not what they should be.
pub(crate) type TextWriter = fn(&[u8], &mut String) -> Option<()>;

/// What writes cells of a kind as text; none for those that are no text in any sense.
pub(crate) fn text_writer(kind: Kind<'_>) -> Option<TextWriter> {
    Some(match kind {
        Kind::Boolean => boolean_text,
        Kind::Int2 | Kind::Int4 | Kind::Int8 => int_text,
        Kind::Oid | Kind::Xid8 => unsigned_text,
        Kind::Float4 | Kind::Float8 => float_text,
        Kind::Numeric => numeric::decode,
        Kind::Text | Kind::Json => plain_text,
        Kind::Jsonb => jsonb_text,
        Kind::Uuid => textual::decode_uuid,
        Kind::Date => date_text,
        Kind::Time => time_text,
        Kind::TimeTz => textual::decode_time_with_zone,
        Kind::Timestamp => timestamp_text,
        Kind::DateTime => date_time_text,
        Kind::Interval => interval::decode,
        Kind::Inet => textual::decode_address,
        Kind::MacAddress => textual::decode_hardware_address,
        Kind::Bits => textual::decode_bits,
        Kind::Bytea | Kind::Void | Kind::Array(_) | Kind::Other => return None,
    })
}

/// A whole number of 2, 4 or 8 bytes.
pub(crate) fn int(bytes: &[u8]) -> Option<i64> {
    Some(match bytes.len() {
        2 => i64::from(i16::from_be_bytes(bytes.try_into().ok()?)),
        4 => i64::from(i32::from_be_bytes(bytes.try_into().ok()?)),
        8 => i64::from_be_bytes(bytes.try_into().ok()?),
        _ => return None,
    })
}

/// A floating-point number of 4 or 8 bytes.
pub(crate) fn float(bytes: &[u8]) -> Option<f64> {
    Some(match bytes.len() {
        // By way of its shortest text, so that 0.1 stays 0.1 and does not become 0.100000001.
        4 => f32::from_be_bytes(bytes.try_into().ok()?).to_string().parse().ok()?,
        8 => f64::from_be_bytes(bytes.try_into().ok()?),
        _ => return None,
    })
}

/// An instant in microseconds since 1970; none for `infinity`.
pub(crate) fn instant(bytes: &[u8]) -> Option<i64> {
    match int(bytes)? {
        i64::MAX | i64::MIN => None,
        microseconds => microseconds.checked_add(EPOCH_MICROSECONDS),
    }
}

fn boolean_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(if *bytes.first()? == 0 { "false" } else { "true" });
    Some(())
}

fn int_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(&int(bytes)?.to_string());
    Some(())
}

pub(crate) fn unsigned_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(&match bytes.len() {
        4 => u32::from_be_bytes(bytes.try_into().ok()?).to_string(),
        _ => u64::from_be_bytes(bytes.try_into().ok()?).to_string(),
    });
    Some(())
}

pub(crate) fn float_text(bytes: &[u8], out: &mut String) -> Option<()> {
    match float(bytes)? {
        f64::INFINITY => out.push_str("Infinity"),
        f64::NEG_INFINITY => out.push_str("-Infinity"),
        value => out.push_str(&value.to_string()),
    }
    Some(())
}

fn plain_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(std::str::from_utf8(bytes).ok()?);
    Some(())
}

fn jsonb_text(bytes: &[u8], out: &mut String) -> Option<()> {
    plain_text(bytes.get(1..)?, out)
}

pub(crate) fn date_text(bytes: &[u8], out: &mut String) -> Option<()> {
    match i32::from_be_bytes(bytes.try_into().ok()?) {
        i32::MAX => out.push_str("infinity"),
        i32::MIN => out.push_str("-infinity"),
        days => calendar::write_date(out, i64::from(days) + EPOCH_DAYS),
    }
    Some(())
}

pub(crate) fn time_text(bytes: &[u8], out: &mut String) -> Option<()> {
    textual::write_time(int(bytes)?, out)
}

fn timestamp_text(bytes: &[u8], out: &mut String) -> Option<()> {
    calendar::write_timestamp(out, instant(bytes)?);
    Some(())
}

pub(crate) fn date_time_text(bytes: &[u8], out: &mut String) -> Option<()> {
    calendar::write_date_time(out, instant(bytes)?);
    Some(())
}

pub(crate) fn date_of_timestamp(bytes: &[u8], out: &mut String) -> Option<()> {
    calendar::write_date(out, instant(bytes)?.div_euclid(MICROSECONDS_PER_DAY));
    Some(())
}
