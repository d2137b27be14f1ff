use versa_ast::LogicalType;
use versa_calendar::parse_timestamp;
use versa_error::{Error, Result};
use versa_rows::{RowSink, tag};

use crate::Cell;

/// Packs a cell as its logical type says; without one, as SQLite stored it.
///
/// # Errors
///
/// `INVALID_VALUE` where the database holds what the type does not take.
pub fn decode_cell(
    cell: Cell<'_>,
    logical_type: Option<LogicalType>,
    sink: &mut RowSink,
) -> Result<()> {
    match (logical_type, cell) {
        (_, Cell::Null) => sink.null(),
        (None | Some(LogicalType::Int | LogicalType::BigInt), Cell::Integer(value)) => {
            sink.int(value);
        }
        (None | Some(LogicalType::Text), Cell::Text(text)) => {
            if !sink.utf8(tag::TEXT, text) {
                return Err(not_utf8());
            }
        }
        (None | Some(LogicalType::Float), Cell::Real(value)) => sink.float(value),
        (None | Some(LogicalType::Bytes), Cell::Blob(bytes)) => sink.bytes(bytes),
        (Some(LogicalType::Boolean), Cell::Integer(value)) => sink.boolean(value != 0),
        (Some(LogicalType::Timestamp), cell) => timestamp(cell, sink)?,
        (Some(logical_type), Cell::Text(text)) => {
            from_text(utf8(text)?, logical_type, sink)?;
        }
        (Some(LogicalType::Uuid), Cell::Blob(bytes)) if bytes.len() == 16 => {
            sink.text(tag::UUID, &uuid_text(bytes));
        }
        (Some(logical_type), Cell::Integer(value)) => {
            from_integer(value, logical_type, sink)?;
        }
        (Some(logical_type), Cell::Real(value)) => from_real(value, logical_type, sink)?,
        (Some(logical_type), Cell::Blob(_)) => return Err(mismatch("bytes", logical_type)),
    }
    Ok(())
}

fn timestamp(cell: Cell<'_>, sink: &mut RowSink) -> Result<()> {
    match cell {
        Cell::Text(text) => {
            let microseconds = parse_timestamp(utf8(text)?).ok_or_else(|| {
                Error::invalid_value("a timestamp column holds text that is no timestamp")
                    .hint("store YYYY-MM-DD HH:MM:SS.SSS in UTC, or read the column as text")
            })?;
            sink.timestamp(microseconds);
            Ok(())
        }
        // Other libraries keep milliseconds since 1970, the way JavaScript counts.
        Cell::Integer(milliseconds) => {
            let microseconds = milliseconds.checked_mul(1_000);
            sink.timestamp(microseconds.ok_or_else(|| {
                Error::invalid_value("a timestamp column holds a number beyond the calendar")
            })?);
            Ok(())
        }
        Cell::Real(_) => Err(mismatch("a floating-point number", LogicalType::Timestamp)),
        _ => Err(mismatch("bytes", LogicalType::Timestamp)),
    }
}

fn from_text(text: &str, logical_type: LogicalType, sink: &mut RowSink) -> Result<()> {
    let refused = || mismatch("text that is none", logical_type);
    match logical_type {
        LogicalType::Decimal => sink.text(tag::DECIMAL, text),
        LogicalType::Date => sink.text(tag::DATE, text.get(..10).unwrap_or(text)),
        LogicalType::Time => sink.text(tag::TIME, text),
        LogicalType::Json => sink.text(tag::JSON, text),
        LogicalType::Uuid => sink.text(tag::UUID, text),
        LogicalType::Bytes => sink.bytes(text.as_bytes()),
        LogicalType::Int | LogicalType::BigInt => sink.int(text.parse().map_err(|_| refused())?),
        LogicalType::Float | LogicalType::DecimalNumber => {
            sink.float(text.parse().map_err(|_| refused())?);
        }
        LogicalType::DateTime => date_time(text, sink),
        LogicalType::Boolean => return Err(refused()),
        LogicalType::Text | LogicalType::Timestamp => sink.text(tag::TEXT, text),
    }
    Ok(())
}

/// SQLite's own functions write a space where ISO 8601 has a `T`.
fn date_time(text: &str, sink: &mut RowSink) {
    match text.split_once(' ') {
        Some((day, time)) => sink.text(tag::TEXT, &format!("{day}T{time}")),
        None => sink.text(tag::TEXT, text),
    }
}

fn from_integer(value: i64, logical_type: LogicalType, sink: &mut RowSink) -> Result<()> {
    match logical_type {
        #[allow(clippy::cast_precision_loss, reason = "what a double column means")]
        LogicalType::Float | LogicalType::DecimalNumber => sink.float(value as f64),
        LogicalType::Decimal => sink.text(tag::DECIMAL, &value.to_string()),
        LogicalType::Text => sink.text(tag::TEXT, &value.to_string()),
        LogicalType::Json => sink.text(tag::JSON, &value.to_string()),
        _ => return Err(mismatch("a whole number", logical_type)),
    }
    Ok(())
}

fn from_real(value: f64, logical_type: LogicalType, sink: &mut RowSink) -> Result<()> {
    match logical_type {
        #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
        LogicalType::Int | LogicalType::BigInt if value.fract() == 0.0 && value.abs() < 9.2e18 => {
            sink.int(value as i64);
        }
        LogicalType::Decimal => sink.text(tag::DECIMAL, &value.to_string()),
        LogicalType::DecimalNumber => sink.float(value),
        LogicalType::Text => sink.text(tag::TEXT, &value.to_string()),
        LogicalType::Json => sink.text(tag::JSON, &value.to_string()),
        _ => return Err(mismatch("a floating-point number", logical_type)),
    }
    Ok(())
}

fn utf8(text: &[u8]) -> Result<&str> {
    std::str::from_utf8(text).map_err(|_| not_utf8())
}

fn not_utf8() -> Error {
    Error::invalid_value("a text column holds bytes that are not UTF-8")
        .hint("read it as bytes: cast(… as blob)")
}

fn mismatch(found: &str, wanted: LogicalType) -> Error {
    Error::invalid_value(format!("the database holds {found} where the model says {wanted:?}"))
        .hint("correct the column's type in the model, or the value in the database")
}

fn uuid_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}
