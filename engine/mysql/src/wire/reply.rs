//! What the server answers, besides rows.

use super::capability::Agreed;
use super::{Failure, Fields, MAX_PAYLOAD, ServerError};

const MORE_RESULTS: u16 = 8;
const MALFORMED: Failure = Failure::Protocol("an answer that cannot be read");

/// How a statement ended.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Done {
    pub(crate) affected: u64,
    pub(crate) last_insert_id: u64,
    /// Another result follows.
    pub(crate) more_results: bool,
    /// Of an insert of several rows.
    pub(crate) inserted: Option<Inserted>,
}

/// What an insert of several rows met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Inserted {
    /// How many rows it had.
    pub(crate) rows: u64,
    /// How many of them existed already.
    pub(crate) duplicates: u64,
}

impl Inserted {
    /// Reads `Records: 3  Duplicates: 1  Warnings: 0`, in whatever language.
    fn read(text: &[u8]) -> Option<Self> {
        let mut numbers = text
            .split(|byte| !byte.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .map(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        Some(Self { rows: numbers.next()??, duplicates: numbers.next()?? })
    }
}

/// The first packet of an answer.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Reply {
    Done(Done),
    /// Rows follow.
    Columns {
        count: usize,
        /// Whether the server says what they are; it does not where we know.
        are_told: bool,
    },
}

impl Reply {
    pub(crate) fn read(packet: &[u8], agreed: Agreed) -> Result<Self, Failure> {
        match packet.first() {
            Some(0x00) => read_ok(packet).map(Self::Done),
            Some(0xff) => Err(Failure::Server(ServerError::read(packet)?)),
            Some(0xfb) => Err(Failure::Protocol("a request for a file of this machine")),
            _ => {
                let mut fields = Fields::new(packet);
                let count = fields.number().ok_or(MALFORMED)?;
                // More columns no table, and hardly any query, has.
                let count = u16::try_from(count).map_err(|_| MALFORMED)?;
                let are_told = !agreed.cache_metadata || fields.u8().ok_or(MALFORMED)? != 0;
                Ok(Self::Columns { count: usize::from(count), are_told })
            }
        }
    }
}

/// An OK packet, whatever its first byte is.
fn read_ok(packet: &[u8]) -> Result<Done, Failure> {
    let mut fields = Fields::new(packet);
    let done = fields.u8().and_then(|_| {
        let affected = fields.number()?;
        let last_insert_id = fields.number()?;
        let status = fields.u16()?;
        let more_results = status & MORE_RESULTS != 0;
        // Behind the number of warnings.
        let inserted = fields.u16().and_then(|_| Inserted::read(fields.rest()));
        Some(Done { affected, last_insert_id, more_results, inserted })
    });
    done.ok_or(MALFORMED)
}

/// Whether a packet among rows is the one behind the last. A row of the text protocol may begin
/// with the same byte, and is much longer then.
pub(crate) fn ends_rows(packet: &[u8]) -> bool {
    packet.first() == Some(&0xfe) && packet.len() < MAX_PAYLOAD
}

/// Reads the packet behind the last row.
pub(crate) fn read_end(packet: &[u8], agreed: Agreed) -> Result<Done, Failure> {
    if agreed.deprecate_eof {
        return read_ok(packet);
    }
    let mut fields = Fields::new(packet);
    let status = fields.array::<3>().and_then(|_| fields.u16()).ok_or(MALFORMED)?;
    Ok(Done { more_results: status & MORE_RESULTS != 0, ..Done::default() })
}

/// What the server made of a statement's text.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct PrepareReply {
    pub(crate) id: u32,
    pub(crate) columns: usize,
    pub(crate) places: usize,
}

impl PrepareReply {
    pub(crate) fn read(packet: &[u8]) -> Result<Self, Failure> {
        if packet.first() == Some(&0xff) {
            return Err(Failure::Server(ServerError::read(packet)?));
        }
        let mut fields = Fields::new(packet);
        let reply = fields.u8().filter(|&status| status == 0).and_then(|_| {
            let id = fields.u32()?;
            let columns = usize::from(fields.u16()?);
            Some(Self { id, columns, places: usize::from(fields.u16()?) })
        });
        reply.ok_or(MALFORMED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insert_says_how_many_rows_existed() {
        let read = |text: &str| Inserted::read(text.as_bytes());
        let expected = Some(Inserted { rows: 30, duplicates: 12 });
        assert_eq!(read("!Records: 30  Duplicates: 12  Warnings: 0"), expected);
        assert_eq!(read("Datensätze: 30  Doppelte: 12  Warnungen: 0"), expected);
        assert_eq!(read(""), None);
        assert_eq!(read("(Rows matched: 1"), None);
    }
}
