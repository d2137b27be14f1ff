use versa_ast::Value;
use versa_calendar::{DateText, timestamp_text, write_timestamp};
use versa_error::{Error, Result};
use versa_sql::{Slot, SlotKind};

use crate::Cell;

/// A value on its way to a placeholder.
#[derive(Clone, Debug)]
pub enum Bound<'a> {
    /// The parameter itself.
    Cell(Cell<'a>),
    /// An instant, which SQLite keeps as text.
    Instant(DateText),
    /// A list as JSON text.
    Json(String),
}

impl Bound<'_> {
    /// What SQLite gets.
    #[must_use]
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Cell(cell) => *cell,
            Self::Instant(text) => Cell::Text(text.as_str().as_bytes()),
            Self::Json(text) => Cell::Text(text.as_bytes()),
        }
    }
}

/// Checks that a statement has a placeholder for each slot, and no other.
///
/// # Errors
///
/// `INVALID_QUERY` where it has not.
pub fn check_slots(placeholders: usize, slots: &[Slot]) -> Result<()> {
    if placeholders == slots.len() {
        return Ok(());
    }
    Err(Error::invalid_query(format!(
        "the SQL has {placeholders} placeholders, but {} values are bound to it",
        slots.len()
    ))
    .hint("write values as ${…} in the sql template, and no ? or :name of your own"))
}

/// What is bound to a slot. `row` holds the cells of the current row of a bulk statement.
///
/// # Errors
///
/// `INVALID_VALUE` for a list in the place of a value, or the other way round.
#[inline]
pub fn bound<'a>(slot: &Slot, params: &'a [Value], row: &'a [Value]) -> Result<Bound<'a>> {
    let value = match slot.kind {
        SlotKind::Cell { column } => row.get(column as usize),
        _ => params.get(slot.index as usize),
    };
    let Some(value) = value else {
        return Err(Error::internal(format!("parameter {} was not given", slot.index)));
    };
    match slot.kind {
        SlotKind::JsonList => json_list(value).map(Bound::Json),
        SlotKind::JsonRows { width } => json_rows(value, width).map(Bound::Json),
        _ => stored(value),
    }
}

/// What SQLite gets of a value.
///
/// # Errors
///
/// `INVALID_VALUE` for a list.
pub fn stored(value: &Value) -> Result<Bound<'_>> {
    Ok(Bound::Cell(match value {
        Value::Null => Cell::Null,
        Value::Boolean(value) => Cell::Integer(i64::from(*value)),
        Value::Int(value) => Cell::Integer(*value),
        Value::Float(value) => Cell::Real(*value),
        Value::Text(text)
        | Value::Decimal(text)
        | Value::Date(text)
        | Value::Time(text)
        | Value::Json(text)
        | Value::Uuid(text) => Cell::Text(text.as_bytes()),
        Value::Bytes(bytes) => Cell::Blob(bytes),
        Value::Timestamp(microseconds) => {
            return Ok(Bound::Instant(timestamp_text(*microseconds)));
        }
        Value::List(_) => {
            return Err(Error::invalid_value("a list stands where one value belongs"));
        }
    }))
}

/// A list as JSON text for `json_each`; bytes as hex digits, which the SQL turns back.
fn json_list(value: &Value) -> Result<String> {
    let items = items(value)?;
    let mut json = String::with_capacity(items.len() * 8 + 2);
    push_json_array(&mut json, items, push_json)?;
    Ok(json)
}

/// Rows as JSON text: an array of arrays.
fn json_rows(value: &Value, width: u32) -> Result<String> {
    let cells = items(value)?;
    let rows: Vec<&[Value]> = cells.chunks(width.max(1) as usize).collect();
    let mut json = String::with_capacity(cells.len() * 8 + rows.len() * 3 + 2);
    push_json_array(&mut json, &rows, |json, row| push_json_array(json, row, push_json))?;
    Ok(json)
}

fn items(value: &Value) -> Result<&[Value]> {
    match value {
        Value::List(items) => Ok(items),
        _ => Err(Error::invalid_value("one value stands where a list belongs")),
    }
}

fn push_json_array<T>(
    json: &mut String,
    items: &[T],
    mut push: impl FnMut(&mut String, &T) -> Result<()>,
) -> Result<()> {
    json.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        push(json, item)?;
    }
    json.push(']');
    Ok(())
}

fn push_json(json: &mut String, item: &Value) -> Result<()> {
    match item {
        Value::Null => json.push_str("null"),
        // SQLite keeps booleans as 0 and 1; JSON's true would come out the same, this is plainer.
        Value::Boolean(value) => json.push(if *value { '1' } else { '0' }),
        Value::Int(value) => json.push_str(itoa::Buffer::new().format(*value)),
        Value::Float(value) => json.push_str(&format!("{value:?}")),
        Value::Text(text)
        | Value::Decimal(text)
        | Value::Date(text)
        | Value::Time(text)
        | Value::Json(text)
        | Value::Uuid(text) => push_json_string(json, text),
        Value::Timestamp(microseconds) => {
            json.push('"');
            write_timestamp(json, *microseconds);
            json.push('"');
        }
        Value::Bytes(bytes) => {
            json.push('"');
            for byte in bytes {
                json.push(hex_digit(byte >> 4));
                json.push(hex_digit(byte & 15));
            }
            json.push('"');
        }
        Value::List(_) => {
            return Err(Error::invalid_value("a list stands inside a list"));
        }
    }
    Ok(())
}

fn hex_digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'A' + value - 10 })
}

fn push_json_string(json: &mut String, text: &str) {
    json.push('"');
    if !text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..b' ')) {
        json.push_str(text);
        json.push('"');
        return;
    }
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            control if control < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => json.push(other),
        }
    }
    json.push('"');
}
