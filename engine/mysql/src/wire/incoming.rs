//! Bytes of the socket as packets.

use std::ops::Range;

use super::{Failure, MAX_PAYLOAD};

/// Room for what one look at the socket brings.
const BUFFER: usize = 128 * 1024;
const HEADER: usize = 4;
/// No server sends more at once: it is the most that `max_allowed_packet` can be, and a bit.
const MAX_JOINED: usize = (1 << 30) + MAX_PAYLOAD;

/// What was received and not yet looked at.
pub(crate) struct Incoming {
    buffer: Vec<u8>,
    /// The part of the buffer that is filled and not yet taken.
    unread: Range<usize>,
    /// How many bytes have to be there before a packet is whole.
    wanted: usize,
    /// The number that the next packet has to have.
    sequence: u8,
    current: Place,
    /// A packet that came in several.
    joined: Vec<u8>,
    is_joining: bool,
}

/// Where the packet is that was taken last.
enum Place {
    Buffer(Range<usize>),
    Joined,
}

impl Incoming {
    pub(crate) fn new() -> Self {
        Self {
            buffer: vec![0; BUFFER],
            unread: 0..0,
            wanted: HEADER,
            sequence: 0,
            current: Place::Buffer(0..0),
            joined: Vec::new(),
            is_joining: false,
        }
    }

    /// The number that the next packet has, whoever sends it.
    pub(crate) fn sequence(&self) -> u8 {
        self.sequence
    }

    /// Sets the number that the next packet has to have.
    pub(crate) fn expect(&mut self, sequence: u8) {
        self.sequence = sequence;
    }

    /// Whether everything that was received was taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.unread.is_empty()
    }

    /// Takes the next packet, if all of it is there.
    ///
    /// # Errors
    ///
    /// When packets are not numbered one after another, or one is longer than any can be.
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<bool, Failure> {
        loop {
            let Some(payload) = self.payload()? else {
                return Ok(false);
            };
            let is_last = payload.len() < MAX_PAYLOAD;
            if is_last && !self.is_joining {
                self.current = Place::Buffer(payload);
                return Ok(true);
            }
            self.join(payload)?;
            if is_last {
                self.is_joining = false;
                self.current = Place::Joined;
                return Ok(true);
            }
        }
    }

    /// The packet that was taken last.
    #[inline]
    pub(crate) fn packet(&self) -> &[u8] {
        match &self.current {
            Place::Buffer(range) => self.buffer.get(range.clone()).unwrap_or_default(),
            Place::Joined => &self.joined,
        }
    }

    /// Where the next packet of the wire is in the buffer.
    #[inline]
    fn payload(&mut self) -> Result<Option<Range<usize>>, Failure> {
        let unread = self.buffer.get(self.unread.clone()).unwrap_or_default();
        let Some((&[low, middle, high, sequence], rest)) = unread.split_first_chunk() else {
            self.wanted = HEADER;
            return Ok(None);
        };
        let length = u32::from_le_bytes([low, middle, high, 0]) as usize;
        let Some(payload) = rest.get(..length) else {
            self.wanted = HEADER + length;
            return Ok(None);
        };
        // A server that ends the connection says so at any time, whatever number is next.
        if sequence != self.sequence && payload.first() != Some(&0xff) {
            return Err(Failure::Protocol("a packet out of order"));
        }
        self.sequence = sequence.wrapping_add(1);
        let begin = self.unread.start + HEADER;
        self.unread.start = begin + length;
        Ok(Some(begin..begin + length))
    }

    #[cold]
    fn join(&mut self, payload: Range<usize>) -> Result<(), Failure> {
        if !self.is_joining {
            self.is_joining = true;
            self.joined.clear();
        }
        let part = self.buffer.get(payload).unwrap_or_default();
        if self.joined.len() + part.len() > MAX_JOINED {
            return Err(Failure::Protocol("a packet that is longer than any can be"));
        }
        self.joined.extend_from_slice(part);
        Ok(())
    }

    /// Room for what is received next, behind what there is. The packet that was taken last is
    /// gone afterwards.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        if !self.is_joining && !self.joined.is_empty() {
            self.joined = Vec::new();
        }
        self.current = Place::Buffer(0..0);
        // Only the beginning of a packet is left.
        self.buffer.copy_within(self.unread.clone(), 0);
        self.unread = 0..self.unread.len();
        let needed = self.wanted.max(BUFFER);
        if self.buffer.len() < needed {
            self.buffer.resize(needed, 0);
        } else if self.buffer.len() > needed && self.unread.len() <= needed {
            self.buffer.truncate(needed);
            self.buffer.shrink_to_fit();
        }
        self.buffer.get_mut(self.unread.end..).unwrap_or_default()
    }

    /// Says how many bytes of the room were filled.
    pub(crate) fn filled(&mut self, count: usize) {
        self.unread.end = self.buffer.len().min(self.unread.end + count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receive(incoming: &mut Incoming, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = incoming.room();
            let count = room.len().min(bytes.len());
            room[..count].copy_from_slice(&bytes[..count]);
            incoming.filled(count);
            bytes = &bytes[count..];
            if !bytes.is_empty() {
                assert!(!incoming.advance().unwrap(), "one packet is received at a time");
            }
        }
    }

    fn packets(payload: &[u8], mut sequence: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut chunks: Vec<&[u8]> = payload.chunks(MAX_PAYLOAD).collect();
        if payload.len().is_multiple_of(MAX_PAYLOAD) {
            chunks.push(&[]);
        }
        for chunk in chunks {
            bytes.extend_from_slice(&u32::try_from(chunk.len()).unwrap().to_le_bytes()[..3]);
            bytes.push(sequence);
            bytes.extend_from_slice(chunk);
            sequence = sequence.wrapping_add(1);
        }
        bytes
    }

    #[test]
    fn packets_come_in_any_pieces() {
        let bytes = [packets(b"one", 0), packets(b"", 1), packets(b"three", 2)].concat();
        for size in 1..bytes.len() {
            let mut incoming = Incoming::new();
            let mut found = Vec::new();
            for piece in bytes.chunks(size) {
                let room = incoming.room();
                room[..piece.len()].copy_from_slice(piece);
                incoming.filled(piece.len());
                while incoming.advance().unwrap() {
                    found.push(incoming.packet().to_vec());
                }
            }
            assert_eq!(found, [&b"one"[..], b"", b"three"], "in pieces of {size}");
            assert!(incoming.is_empty());
        }
    }

    #[test]
    fn long_packets_are_joined_and_forgotten() {
        for length in [MAX_PAYLOAD - 1, MAX_PAYLOAD, MAX_PAYLOAD + 1, 2 * MAX_PAYLOAD] {
            let payload: Vec<u8> = (0..length).map(|index| index.to_le_bytes()[1]).collect();
            let mut incoming = Incoming::new();
            incoming.expect(250);
            receive(&mut incoming, &packets(&payload, 250));
            assert!(incoming.advance().unwrap());
            assert!(incoming.packet() == payload, "{length} bytes");
            assert!(!incoming.advance().unwrap());
            assert!(incoming.room().len() == BUFFER && incoming.joined.capacity() == 0);
        }
    }

    #[test]
    fn packets_have_numbers() {
        let mut incoming = Incoming::new();
        incoming.expect(1);
        receive(&mut incoming, &packets(b"\0", 2));
        assert!(matches!(incoming.advance(), Err(Failure::Protocol(_))));
        let mut incoming = Incoming::new();
        incoming.expect(1);
        receive(&mut incoming, &packets(b"\xff", 0));
        assert!(incoming.advance().unwrap(), "an error may come at any time");
    }
}
