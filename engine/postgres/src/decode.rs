//! Cells in the binary format into the packed row buffer.
//!
//! What a column holds and what it shall become is settled once per result ([`plan`]); per cell
//! there is one jump and no look-up.

use std::error::Error as StdError;

use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Column, Row};
use versa_ast::LogicalType;
use versa_error::{Error, ErrorCode, Result};
use versa_rows::{RowSink, tag};
use versa_sql::ResultColumn;

use crate::bind::EPOCH_DAYS;
use crate::form::{self, TextWriter, float, instant, int, text_writer};
use crate::types::{self, Kind};
use crate::{array, numeric, textual};

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// How the cells of one column are decoded.
pub(crate) enum Decoder {
    Boolean,
    Int,
    Float,
    /// UTF-8 as it is, with the tag.
    Text(u8),
    Jsonb,
    Bytes,
    Timestamp,
    Null,
    /// Through a text form, with the tag.
    Written(TextWriter, u8),
    IntAsBoolean,
    IntAsFloat,
    FloatAsInt,
    BooleanAsInt,
    /// The text form is read as a number, a boolean or an instant.
    Parsed(TextWriter, Parse),
    DateAsTimestamp,
    Array(Type),
}

/// What a text form is read as.
#[derive(Clone, Copy)]
pub(crate) enum Parse {
    Boolean,
    Int,
    Float,
    Timestamp,
}

/// The decoder of each column.
///
/// # Errors
///
/// `INVALID_VALUE` for a column whose type can never become what is wanted of it, `UNSUPPORTED` for
/// one whose binary format is not known.
pub(crate) fn plan(columns: &[Column], wanted: &[ResultColumn]) -> Result<Vec<Decoder>> {
    if !wanted.is_empty() && wanted.len() != columns.len() {
        return Err(Error::internal(format!(
            "the result has {} columns where {} were expected",
            columns.len(),
            wanted.len()
        )));
    }
    let wanted = wanted.iter().map(|column| column.logical_type).chain(std::iter::repeat(None));
    columns.iter().zip(wanted).map(|(column, wanted)| decoder(column, wanted)).collect()
}

fn decoder(column: &Column, wanted: Option<LogicalType>) -> Result<Decoder> {
    let kind = types::kind(column.type_());
    let readable = match kind {
        Kind::Other => false,
        Kind::Array(element) => array::is_readable(element),
        _ => true,
    };
    let type_name = || types::name(column.type_());
    if !readable {
        let message =
            format!("column {:?} is of type {}, which has no decoder", column.name(), type_name());
        return Err(Error::new(ErrorCode::Unsupported, message)
            .column(column.name())
            .hint(format!("select it as text: cast({} as text)", column.name())));
    }
    let chosen = match wanted {
        None => Some(natural(kind)),
        Some(wanted) => convert(kind, wanted),
    };
    chosen.ok_or_else(|| {
        let wanted = wanted.map_or_else(String::new, |wanted| format!("{wanted:?}").to_lowercase());
        Error::invalid_value(format!(
            "column {:?} is of type {}, which cannot be read as {wanted}",
            column.name(),
            type_name()
        ))
        .column(column.name())
        .hint("let the model's column type match the database's, or cast in the query")
    })
}

fn natural(kind: Kind<'_>) -> Decoder {
    match kind {
        Kind::Boolean => Decoder::Boolean,
        Kind::Int2 | Kind::Int4 | Kind::Int8 => Decoder::Int,
        Kind::Oid | Kind::Xid8 => Decoder::Parsed(form::unsigned_text, Parse::Int),
        Kind::Float4 | Kind::Float8 => Decoder::Float,
        Kind::Numeric => Decoder::Written(numeric::decode, tag::DECIMAL),
        Kind::Text => Decoder::Text(tag::TEXT),
        Kind::Json => Decoder::Text(tag::JSON),
        Kind::Jsonb => Decoder::Jsonb,
        Kind::Bytea => Decoder::Bytes,
        Kind::Uuid => Decoder::Written(textual::decode_uuid, tag::UUID),
        Kind::Date => Decoder::Written(form::date_text, tag::DATE),
        Kind::Time => Decoder::Written(form::time_text, tag::TIME),
        Kind::Timestamp => Decoder::Timestamp,
        Kind::DateTime => Decoder::Written(form::date_time_text, tag::TEXT),
        Kind::Array(element) => Decoder::Array(element.clone()),
        Kind::Void | Kind::Other => Decoder::Null,
        Kind::TimeTz | Kind::Interval | Kind::Inet | Kind::MacAddress | Kind::Bits => {
            text_writer(kind).map_or(Decoder::Null, |writer| Decoder::Written(writer, tag::TEXT))
        }
    }
}

/// The decoder from a type to what the query says the column is; none where there is no sense in
/// it.
fn convert(kind: Kind<'_>, wanted: LogicalType) -> Option<Decoder> {
    let writer = text_writer(kind);
    let written = |tag| writer.map(|writer| Decoder::Written(writer, tag));
    let parsed = |parse| writer.map(|writer| Decoder::Parsed(writer, parse));
    let is_int = matches!(kind, Kind::Int2 | Kind::Int4 | Kind::Int8);
    let is_float = matches!(kind, Kind::Float4 | Kind::Float8);
    match (wanted, kind) {
        (_, Kind::Void) => Some(Decoder::Null),
        (LogicalType::Boolean, Kind::Boolean) => Some(Decoder::Boolean),
        (LogicalType::Boolean, _) if is_int => Some(Decoder::IntAsBoolean),
        (LogicalType::Boolean, Kind::Text) => parsed(Parse::Boolean),
        (LogicalType::Int | LogicalType::BigInt, Kind::Boolean) => Some(Decoder::BooleanAsInt),
        (LogicalType::Int | LogicalType::BigInt, _) if is_int => Some(Decoder::Int),
        (LogicalType::Int | LogicalType::BigInt, _) if is_float => Some(Decoder::FloatAsInt),
        (LogicalType::Int | LogicalType::BigInt, Kind::Text | Kind::Numeric) => parsed(Parse::Int),
        (LogicalType::Int | LogicalType::BigInt, Kind::Oid | Kind::Xid8) => parsed(Parse::Int),
        (LogicalType::Float | LogicalType::DecimalNumber, _) if is_float => Some(Decoder::Float),
        (LogicalType::Float | LogicalType::DecimalNumber, _) if is_int => Some(Decoder::IntAsFloat),
        (LogicalType::Float | LogicalType::DecimalNumber, Kind::Numeric | Kind::Text) => {
            parsed(Parse::Float)
        }
        (LogicalType::Decimal, Kind::Numeric | Kind::Text) => written(tag::DECIMAL),
        (LogicalType::Decimal, _) if is_int || is_float => written(tag::DECIMAL),
        (LogicalType::Text, Kind::Text) => Some(Decoder::Text(tag::TEXT)),
        (LogicalType::Text, Kind::Bytea | Kind::Array(_)) => None,
        (LogicalType::Text, _) => written(tag::TEXT),
        (LogicalType::Date, Kind::Date) => written(tag::DATE),
        (LogicalType::Date, Kind::Timestamp | Kind::DateTime) => {
            Some(Decoder::Written(form::date_of_timestamp, tag::DATE))
        }
        (LogicalType::Date, Kind::Text) => Some(Decoder::Text(tag::DATE)),
        (LogicalType::Time, Kind::Time | Kind::TimeTz | Kind::Text) => written(tag::TIME),
        (LogicalType::Timestamp, Kind::Timestamp | Kind::DateTime) => Some(Decoder::Timestamp),
        (LogicalType::Timestamp, Kind::Date) => Some(Decoder::DateAsTimestamp),
        (LogicalType::Timestamp, Kind::Text) => parsed(Parse::Timestamp),
        (LogicalType::DateTime, Kind::DateTime | Kind::Timestamp) => {
            Some(Decoder::Written(form::date_time_text, tag::TEXT))
        }
        (LogicalType::DateTime, Kind::Text) => Some(Decoder::Text(tag::TEXT)),
        (LogicalType::Json, Kind::Json | Kind::Text) => Some(Decoder::Text(tag::JSON)),
        (LogicalType::Json, Kind::Jsonb) => Some(Decoder::Jsonb),
        (LogicalType::Json, Kind::Array(element)) => Some(Decoder::Array(element.clone())),
        (LogicalType::Json, Kind::Boolean) => written(tag::JSON),
        (LogicalType::Json, _) if is_int || is_float => written(tag::JSON),
        (LogicalType::Bytes, Kind::Bytea) => Some(Decoder::Bytes),
        (LogicalType::Uuid, Kind::Uuid) => written(tag::UUID),
        (LogicalType::Uuid, Kind::Text) => Some(Decoder::Text(tag::UUID)),
        (LogicalType::Uuid, Kind::Bytea) => Some(Decoder::Written(textual::decode_uuid, tag::UUID)),
        _ => None,
    }
}

/// The bytes of a cell as they came over the wire, of any type; none for null.
struct Raw<'a>(Option<&'a [u8]>);

type RawResult<'a> = std::result::Result<Raw<'a>, Box<dyn StdError + Sync + Send>>;

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_type: &Type, raw: &'a [u8]) -> RawResult<'a> {
        Ok(Self(Some(raw)))
    }

    fn from_sql_null(_type: &Type) -> RawResult<'a> {
        Ok(Self(None))
    }

    fn accepts(_type: &Type) -> bool {
        true
    }
}

/// Adds a row. The scratch text is reused from cell to cell.
///
/// # Errors
///
/// `INVALID_VALUE` with the column's name for a cell that cannot become what is wanted of it.
pub(crate) fn row(
    row: &Row,
    decoders: &[Decoder],
    scratch: &mut String,
    sink: &mut RowSink,
) -> Result<()> {
    for (index, decoder) in decoders.iter().enumerate() {
        let decoded = row.try_get::<_, Raw<'_>>(index).ok().and_then(|Raw(bytes)| match bytes {
            Some(bytes) => cell(bytes, decoder, scratch, sink),
            None => {
                sink.null();
                Some(())
            }
        });
        if decoded.is_none() {
            return Err(undecodable(row, index, decoder));
        }
    }
    Ok(())
}

fn undecodable(row: &Row, index: usize, decoder: &Decoder) -> Error {
    let name = row.columns().get(index).map_or("?", |column| column.name());
    let message = match decoder {
        Decoder::Timestamp => {
            format!("column {name:?} holds an instant beyond what can be represented")
        }
        Decoder::Parsed(_, Parse::Int) | Decoder::FloatAsInt => {
            format!("column {name:?} holds something that is no whole number")
        }
        Decoder::Parsed(..) => format!("column {name:?} holds text that cannot be read"),
        _ => format!("column {name:?} holds bytes that cannot be read"),
    };
    Error::invalid_value(message).column(name).hint("select it as text to see what it is")
}

fn cell(bytes: &[u8], decoder: &Decoder, scratch: &mut String, sink: &mut RowSink) -> Option<()> {
    match decoder {
        Decoder::Boolean => sink.boolean(*bytes.first()? != 0),
        Decoder::Int => sink.int(int(bytes)?),
        Decoder::Float => sink.float(float(bytes)?),
        Decoder::Text(tag) => sink.text(*tag, std::str::from_utf8(bytes).ok()?),
        Decoder::Jsonb => sink.text(tag::JSON, std::str::from_utf8(bytes.get(1..)?).ok()?),
        Decoder::Bytes => sink.bytes(bytes),
        Decoder::Timestamp => sink.timestamp(instant(bytes)?),
        Decoder::Null => sink.null(),
        Decoder::Written(writer, tag) => {
            scratch.clear();
            writer(bytes, scratch)?;
            sink.text(*tag, scratch);
        }
        Decoder::IntAsBoolean => sink.boolean(int(bytes)? != 0),
        #[allow(clippy::cast_precision_loss, reason = "what the query asks for")]
        Decoder::IntAsFloat => sink.float(int(bytes)? as f64),
        Decoder::FloatAsInt => {
            scratch.clear();
            form::float_text(bytes, scratch)?;
            parse(scratch, Parse::Int, sink)?;
        }
        Decoder::BooleanAsInt => sink.int(i64::from(*bytes.first()? != 0)),
        Decoder::Parsed(writer, wanted) => {
            scratch.clear();
            writer(bytes, scratch)?;
            parse(scratch, *wanted, sink)?;
        }
        Decoder::DateAsTimestamp => {
            sink.timestamp((int(bytes)? + EPOCH_DAYS).checked_mul(MICROSECONDS_PER_DAY)?);
        }
        Decoder::Array(element) => {
            scratch.clear();
            array::decode(bytes, element, scratch)?;
            sink.text(tag::JSON, scratch);
        }
    }
    Some(())
}

fn parse(text: &str, wanted: Parse, sink: &mut RowSink) -> Option<()> {
    match wanted {
        Parse::Boolean => sink.boolean(match text {
            "t" | "true" | "1" => true,
            "f" | "false" | "0" => false,
            _ => return None,
        }),
        Parse::Int => {
            // `12.00` is a whole number too: a sum of `numeric` keeps the scale of its items.
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
        Parse::Timestamp => sink.timestamp(textual::parse_timestamp(text)?),
    }
    Some(())
}

fn is_digits(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
