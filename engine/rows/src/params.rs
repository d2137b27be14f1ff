use versa_ast::Value;
use versa_error::{Error, Result};

use crate::tag;

/// Reads the parameters of a call from packed cells: the same format as rows, but the text is
/// always UTF-16, because JavaScript cannot tell cheaply which encoding a string of its has.
///
/// # Errors
///
/// `INVALID_VALUE` for text with an unpaired surrogate, which no database can store, and for a
/// whole number beyond 64 bits; `INTERNAL` for cells that contradict each other.
pub fn read_params(tags: &[u8], numbers: &[f64], text: &[u16], bytes: &[u8]) -> Result<Vec<Value>> {
    let mut reader = Reader { tags, numbers, text, bytes, cell: 0, text_at: 0, bytes_at: 0 };
    let mut values = Vec::with_capacity(tags.len());
    while reader.cell < tags.len() {
        values.push(reader.value()?);
    }
    Ok(values)
}

struct Reader<'a> {
    tags: &'a [u8],
    numbers: &'a [f64],
    text: &'a [u16],
    bytes: &'a [u8],
    cell: usize,
    text_at: usize,
    bytes_at: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Value> {
        let (Some(&tag), Some(&number)) = (self.tags.get(self.cell), self.numbers.get(self.cell))
        else {
            return Err(Error::internal("a list of parameters ends early"));
        };
        self.cell += 1;
        #[allow(clippy::cast_possible_truncation, reason = "the writer checked the range")]
        let value = match tag {
            tag::NULL => Value::Null,
            tag::BOOLEAN => Value::Boolean(number != 0.0),
            tag::INT => Value::Int(number as i64),
            tag::FLOAT => Value::Float(number),
            tag::TIMESTAMP => Value::Timestamp(microseconds(number)),
            tag::TEXT => Value::Text(self.text(number)?),
            tag::BIG_INT => Value::Int(self.big_int(number)?),
            tag::DECIMAL => Value::Decimal(self.text(number)?),
            tag::DATE => Value::Date(self.text(number)?),
            tag::TIME => Value::Time(self.text(number)?),
            tag::JSON => Value::Json(self.text(number)?),
            tag::UUID => Value::Uuid(self.text(number)?),
            tag::BYTES => Value::Bytes(self.bytes(number)?),
            tag::LIST => self.list(number)?,
            other => return Err(Error::internal(format!("unknown parameter tag {other}"))),
        };
        Ok(value)
    }

    fn list(&mut self, number: f64) -> Result<Value> {
        let count = index(number);
        if count > self.tags.len() - self.cell {
            return Err(Error::internal("a list of parameters is longer than its cells"));
        }
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(self.value()?);
        }
        Ok(Value::List(items))
    }

    fn text(&mut self, end: f64) -> Result<String> {
        let end = index(end);
        let Some(units) = self.text.get(self.text_at..end) else {
            return Err(Error::internal("a text parameter lies outside the text"));
        };
        self.text_at = end;
        String::from_utf16(units).map_err(|_| {
            Error::invalid_value("the text holds half of a surrogate pair, which is not Unicode")
                .hint("use text.toWellFormed() or remove the broken character before storing it")
        })
    }

    fn big_int(&mut self, end: f64) -> Result<i64> {
        let digits = self.text(end)?;
        digits.parse().map_err(|_| {
            Error::invalid_value(format!("{digits} does not fit into 64 bits"))
                .hint("use a decimal column for numbers beyond ±9223372036854775807")
        })
    }

    fn bytes(&mut self, end: f64) -> Result<Vec<u8>> {
        let end = index(end);
        let Some(bytes) = self.bytes.get(self.bytes_at..end) else {
            return Err(Error::internal("a binary parameter lies outside the bytes"));
        };
        self.bytes_at = end;
        Ok(bytes.to_vec())
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturating; a wrong index is caught by the bounds checks"
)]
fn index(number: f64) -> usize {
    number as usize
}

/// Microseconds of milliseconds. Whole and broken ones apart: beyond the year 2255 a double has not
/// the digits for both.
#[allow(clippy::cast_possible_truncation, reason = "saturating; no Date is that far away")]
fn microseconds(milliseconds: f64) -> i64 {
    let whole = milliseconds.floor();
    let broken = ((milliseconds - whole) * 1_000.0).round() as i64;
    (whole as i64).saturating_mul(1_000).saturating_add(broken)
}
