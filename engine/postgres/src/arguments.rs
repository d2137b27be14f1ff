//! The encoded values of one call: all in one buffer, copied once into the message.

use std::error::Error as StdError;

use bytes::BytesMut;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use versa_error::Result;

/// Encoded values, one after another.
pub(crate) struct Arguments {
    buffer: Vec<u8>,
    /// Where each value begins and ends; none for null.
    places: Vec<Option<(usize, usize)>>,
}

impl Arguments {
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self { buffer: Vec::with_capacity(count * 16), places: Vec::with_capacity(count) }
    }

    /// Adds what is appended to the buffer; null where that says false.
    pub(crate) fn add(&mut self, append: impl FnOnce(&mut Vec<u8>) -> Result<bool>) -> Result<()> {
        let begin = self.buffer.len();
        let place = append(&mut self.buffer)?.then_some((begin, self.buffer.len()));
        self.places.push(place);
        Ok(())
    }

    /// The values as the client takes them.
    pub(crate) fn values(&self) -> impl ExactSizeIterator<Item = Argument<'_>> {
        self.places.iter().map(|place| Argument(place.map(|(begin, end)| &self.buffer[begin..end])))
    }
}

/// The bytes of one value; none for null. Not to be printed: it is somebody's data.
pub(crate) struct Argument<'a>(Option<&'a [u8]>);

impl std::fmt::Debug for Argument<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Argument(…)")
    }
}

impl ToSql for Argument<'_> {
    fn to_sql(
        &self,
        _type: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        let Some(bytes) = self.0 else {
            return Ok(IsNull::Yes);
        };
        out.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn accepts(_type: &Type) -> bool {
        true
    }

    fn encode_format(&self, _type: &Type) -> Format {
        Format::Binary
    }

    to_sql_checked!();
}
