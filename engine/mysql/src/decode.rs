//! Cells of the binary protocol into the packed row buffer.
//!
//! What a column holds and what it shall become is settled once ([`plan`]); per cell there is no
//! look-up, and nothing is made between the packet and the chunk.

use versa_ast::LogicalType;
use versa_calendar as calendar;
use versa_error::{Error, ErrorCode, Result};
use versa_rows::{RowSink, tag};
use versa_sql::ResultColumn;

use crate::temporal;
use crate::types::{self, Kind, Length};
use crate::wire::Fields;
use crate::wire::column::Column;

/// Writes the text form of a cell; none where the bytes are not what they should be.
type TextWriter = fn(&[u8], &mut String) -> Option<()>;

/// How the cells of one column are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    length: Length,
    decoder: Decoder,
    /// A zero date is no date.
    zero_is_null: bool,
}

/// What the bytes of a cell become.
#[derive(Clone, Copy, Debug)]
enum Decoder {
    Int,
    Unsigned,
    Bits,
    Float,
    /// UTF-8 as it is, with the tag.
    Text(u8),
    Bytes,
    Timestamp,
    Null,
    /// Through a text form, with the tag.
    Written(TextWriter, u8),
    /// Whether a number, of any length, is not zero.
    NotZero,
    IntAsFloat,
    /// The text form is read as something else.
    Parsed(TextWriter, Parse),
}

/// What a text form is read as.
#[derive(Clone, Copy, Debug)]
enum Parse {
    Boolean,
    Int,
    Float,
    Timestamp,
}

/// How the cells of each column are read.
///
/// # Errors
///
/// `INVALID_VALUE` for a column whose type can never become what is wanted of it, `UNSUPPORTED`
/// for a geometry.
pub(crate) fn plan(columns: &[Column], wanted: &[ResultColumn]) -> Result<Vec<Cell>> {
    if !wanted.is_empty() && wanted.len() != columns.len() {
        return Err(Error::internal(format!(
            "the result has {} columns where {} were expected",
            columns.len(),
            wanted.len()
        )));
    }
    let wanted = wanted.iter().map(|column| column.logical_type).chain(std::iter::repeat(None));
    let cell = |(column, wanted)| {
        Ok(Cell {
            length: types::length(column),
            decoder: decoder(column, wanted)?,
            zero_is_null: matches!(types::kind(column), Kind::Date | Kind::Timestamp),
        })
    };
    columns.iter().zip(wanted).map(cell).collect()
}

fn decoder(column: &Column, wanted: Option<LogicalType>) -> Result<Decoder> {
    let kind = types::kind(column);
    let (name, type_name) = (column.name.as_str(), || types::name(column));
    if kind == Kind::Other {
        let message = format!("column {name:?} is of type {}, which has no decoder", type_name());
        return Err(Error::new(ErrorCode::Unsupported, message)
            .column(name)
            .hint(format!("select it as text: st_astext({name})")));
    }
    let Some(wanted) = wanted else {
        return Ok(natural(kind));
    };
    convert(kind, wanted).ok_or_else(|| {
        let wanted = format!("{wanted:?}").to_lowercase();
        Error::invalid_value(format!(
            "column {name:?} is of type {}, which cannot be read as {wanted}",
            type_name()
        ))
        .column(name)
        .hint("let the model's column type match the database's, or cast in the query")
    })
}

fn natural(kind: Kind) -> Decoder {
    match kind {
        Kind::Int => Decoder::Int,
        Kind::Unsigned => Decoder::Unsigned,
        Kind::Bits => Decoder::Bits,
        Kind::Float => Decoder::Float,
        Kind::Decimal => Decoder::Text(tag::DECIMAL),
        Kind::Text => Decoder::Text(tag::TEXT),
        Kind::Json => Decoder::Text(tag::JSON),
        Kind::Bytes => Decoder::Bytes,
        Kind::Date => Decoder::Written(temporal::write_date, tag::DATE),
        Kind::Time => Decoder::Written(temporal::write_time, tag::TIME),
        Kind::Timestamp => Decoder::Timestamp,
        Kind::Null | Kind::Other => Decoder::Null,
    }
}

/// The decoder from a type to what the query says the column is; none where there is no sense in
/// it.
fn convert(kind: Kind, wanted: LogicalType) -> Option<Decoder> {
    let writer = text_writer(kind);
    let written = |tag| writer.map(|writer| Decoder::Written(writer, tag));
    let parsed = |parse| writer.map(|writer| Decoder::Parsed(writer, parse));
    // Functions return texts with a binary character set here and there.
    let is_text = matches!(kind, Kind::Text | Kind::Bytes);
    match (wanted, kind) {
        (_, Kind::Null) => Some(Decoder::Null),
        (LogicalType::Boolean, Kind::Int | Kind::Unsigned | Kind::Bits) => Some(Decoder::NotZero),
        (LogicalType::Boolean, _) if is_text => parsed(Parse::Boolean),
        (LogicalType::Int | LogicalType::BigInt, Kind::Int | Kind::Unsigned | Kind::Bits) => {
            Some(natural(kind))
        }
        (LogicalType::Int | LogicalType::BigInt, Kind::Decimal | Kind::Float) => parsed(Parse::Int),
        (LogicalType::Int | LogicalType::BigInt, _) if is_text => parsed(Parse::Int),
        (LogicalType::Float | LogicalType::DecimalNumber, Kind::Float) => Some(Decoder::Float),
        (LogicalType::Float | LogicalType::DecimalNumber, Kind::Int) => Some(Decoder::IntAsFloat),
        (LogicalType::Float | LogicalType::DecimalNumber, Kind::Unsigned | Kind::Decimal) => {
            parsed(Parse::Float)
        }
        (LogicalType::Float | LogicalType::DecimalNumber, _) if is_text => parsed(Parse::Float),
        (LogicalType::Decimal, Kind::Decimal) => Some(Decoder::Text(tag::DECIMAL)),
        (LogicalType::Decimal, Kind::Int | Kind::Unsigned | Kind::Float) => written(tag::DECIMAL),
        (LogicalType::Decimal, _) if is_text => Some(Decoder::Text(tag::DECIMAL)),
        (LogicalType::Text, _) => written(tag::TEXT),
        (LogicalType::Date, Kind::Date | Kind::Timestamp) => {
            Some(Decoder::Written(temporal::write_date, tag::DATE))
        }
        (LogicalType::Date, _) if is_text => Some(Decoder::Text(tag::DATE)),
        (LogicalType::Time, Kind::Time) => written(tag::TIME),
        (LogicalType::Time, _) if is_text => Some(Decoder::Text(tag::TIME)),
        (LogicalType::Timestamp, Kind::Timestamp | Kind::Date) => Some(Decoder::Timestamp),
        (LogicalType::Timestamp, _) if is_text => parsed(Parse::Timestamp),
        (LogicalType::DateTime, Kind::Timestamp | Kind::Date) => {
            Some(Decoder::Written(temporal::write_date_time, tag::TEXT))
        }
        (LogicalType::DateTime, _) if is_text => Some(Decoder::Text(tag::TEXT)),
        (LogicalType::Json, Kind::Json) => Some(Decoder::Text(tag::JSON)),
        (LogicalType::Json, _) if is_text => Some(Decoder::Text(tag::JSON)),
        (LogicalType::Json, Kind::Int | Kind::Unsigned | Kind::Float | Kind::Decimal) => {
            written(tag::JSON)
        }
        (LogicalType::Bytes, Kind::Text | Kind::Bytes | Kind::Bits) => Some(Decoder::Bytes),
        (LogicalType::Uuid, Kind::Text) => Some(Decoder::Text(tag::UUID)),
        (LogicalType::Uuid, Kind::Bytes) => Some(Decoder::Written(uuid_text, tag::UUID)),
        _ => None,
    }
}

fn text_writer(kind: Kind) -> Option<TextWriter> {
    Some(match kind {
        Kind::Int => int_text,
        Kind::Unsigned => unsigned_text,
        Kind::Bits => bits_text,
        Kind::Float => float_text,
        Kind::Decimal | Kind::Text | Kind::Json | Kind::Bytes => plain_text,
        Kind::Date => temporal::write_date,
        Kind::Timestamp => temporal::write_timestamp,
        Kind::Time => temporal::write_time,
        Kind::Null | Kind::Other => return None,
    })
}

/// Why a row is not added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unreadable {
    /// The packet ends before the row does, or after it: it is none.
    Packet,
    /// This cell cannot become what is wanted of it.
    Cell(usize),
}

/// Adds a row. The scratch text is reused from cell to cell.
pub(crate) fn row(
    packet: &[u8],
    cells: &[Cell],
    scratch: &mut String,
    sink: &mut RowSink,
) -> std::result::Result<(), Unreadable> {
    let mut fields = Fields::new(packet);
    // A zero, and which cells are null; the first two bits mean nothing.
    let nulls = fields.u8().and_then(|_| fields.bytes((cells.len() + 9) / 8));
    let nulls = nulls.ok_or(Unreadable::Packet)?;
    for (index, cell) in cells.iter().enumerate() {
        let bit = index + 2;
        if nulls.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 != 0) {
            sink.null();
            continue;
        }
        let bytes = cell.bytes(&mut fields).ok_or(Unreadable::Packet)?;
        if cell.zero_is_null && bytes == [0] {
            sink.null();
            continue;
        }
        decode(bytes, cell.decoder, scratch, sink).ok_or(Unreadable::Cell(index))?;
    }
    if fields.rest().is_empty() { Ok(()) } else { Err(Unreadable::Packet) }
}

impl Cell {
    #[inline]
    fn bytes<'a>(&self, fields: &mut Fields<'a>) -> Option<&'a [u8]> {
        match self.length {
            Length::Fixed(length) => fields.bytes(usize::from(length)),
            Length::Measured => fields.measured(),
            Length::Short => {
                let length = *fields.rest().first()?;
                fields.bytes(usize::from(length) + 1)
            }
        }
    }

    /// What is wrong with a cell of the column.
    pub(crate) fn undecodable(&self, column: &Column) -> Error {
        let name = column.name.as_str();
        let message = match self.decoder {
            Decoder::Timestamp => {
                format!("column {name:?} holds a day that the calendar does not have")
            }
            Decoder::Parsed(_, Parse::Int) => {
                format!("column {name:?} holds something that is no whole number")
            }
            Decoder::Parsed(..) => format!("column {name:?} holds text that cannot be read"),
            _ => format!("column {name:?} holds bytes that cannot be read"),
        };
        Error::invalid_value(message).column(name).hint("select it as text to see what it is")
    }
}

fn decode(bytes: &[u8], decoder: Decoder, scratch: &mut String, sink: &mut RowSink) -> Option<()> {
    match decoder {
        Decoder::Int => sink.int(int(bytes)?),
        Decoder::Unsigned => unsigned_cell(unsigned(bytes)?, sink),
        Decoder::Bits => unsigned_cell(bits(bytes)?, sink),
        Decoder::Float => sink.float(float(bytes)?),
        Decoder::Text(tag) => return sink.utf8(tag, bytes).then_some(()),
        Decoder::Bytes => sink.bytes(bytes),
        Decoder::Timestamp => sink.timestamp(temporal::instant(bytes)?),
        Decoder::Null => sink.null(),
        Decoder::Written(writer, tag) => {
            scratch.clear();
            writer(bytes, scratch)?;
            sink.text(tag, scratch);
        }
        Decoder::NotZero => sink.boolean(bytes.iter().any(|&byte| byte != 0)),
        #[allow(clippy::cast_precision_loss, reason = "what the query asks for")]
        Decoder::IntAsFloat => sink.float(int(bytes)? as f64),
        Decoder::Parsed(writer, wanted) => {
            scratch.clear();
            writer(bytes, scratch)?;
            parse(scratch, wanted, sink)?;
        }
    }
    Some(())
}

fn unsigned_cell(value: u64, sink: &mut RowSink) {
    match i64::try_from(value) {
        Ok(value) => sink.int(value),
        Err(_) => sink.text(tag::BIG_INT, &value.to_string()),
    }
}

fn parse(text: &str, wanted: Parse, sink: &mut RowSink) -> Option<()> {
    match wanted {
        Parse::Boolean => sink.boolean(match text {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return None,
        }),
        Parse::Int => {
            // `12.00` is a whole number too: a sum of decimals keeps the scale of its items.
            let whole = match text.split_once('.') {
                Some((whole, zeroes)) if zeroes.bytes().all(|byte| byte == b'0') => whole,
                Some(_) => return None,
                None => text,
            };
            match whole.parse() {
                Ok(value) => sink.int(value),
                Err(_) if is_digits(whole) => sink.text(tag::BIG_INT, whole),
                Err(_) => return None,
            }
        }
        Parse::Float => sink.float(text.trim().parse().ok()?),
        Parse::Timestamp => sink.timestamp(calendar::parse_timestamp(text)?),
    }
    Some(())
}

fn is_digits(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn int(bytes: &[u8]) -> Option<i64> {
    Some(match bytes.len() {
        1 => i64::from(i8::from_le_bytes(bytes.try_into().ok()?)),
        2 => i64::from(i16::from_le_bytes(bytes.try_into().ok()?)),
        4 => i64::from(i32::from_le_bytes(bytes.try_into().ok()?)),
        8 => i64::from_le_bytes(bytes.try_into().ok()?),
        _ => return None,
    })
}

fn unsigned(bytes: &[u8]) -> Option<u64> {
    let mut all = [0; 8];
    all.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u64::from_le_bytes(all))
}

fn bits(bytes: &[u8]) -> Option<u64> {
    let mut all = [0; 8];
    let begin = all.len().checked_sub(bytes.len())?;
    all[begin..].copy_from_slice(bytes);
    Some(u64::from_be_bytes(all))
}

fn float(bytes: &[u8]) -> Option<f64> {
    Some(match bytes.len() {
        // By way of its shortest text, so that 0.1 stays 0.1 and does not become 0.100000001.
        4 => f32::from_le_bytes(bytes.try_into().ok()?).to_string().parse().ok()?,
        8 => f64::from_le_bytes(bytes.try_into().ok()?),
        _ => return None,
    })
}

fn int_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(&int(bytes)?.to_string());
    Some(())
}

fn unsigned_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(&unsigned(bytes)?.to_string());
    Some(())
}

fn bits_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(&bits(bytes)?.to_string());
    Some(())
}

fn float_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(&float(bytes)?.to_string());
    Some(())
}

fn plain_text(bytes: &[u8], out: &mut String) -> Option<()> {
    out.push_str(std::str::from_utf8(bytes).ok()?);
    Some(())
}

/// A UUID kept as 16 bytes, or as text with a binary character set.
fn uuid_text(bytes: &[u8], out: &mut String) -> Option<()> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let Ok(bytes) = <&[u8; 16]>::try_from(bytes) else {
        return plain_text(bytes, out);
    };
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    Some(())
}
