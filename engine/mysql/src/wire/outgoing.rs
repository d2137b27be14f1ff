//! Commands as packets.

use super::MAX_PAYLOAD;

const HEADER: usize = 4;
/// A buffer that grew beyond this is given back once its bytes are sent.
const KEPT: usize = 1 << 20;

/// What is to be sent with the next write.
#[derive(Default)]
pub(crate) struct Outgoing {
    bytes: Vec<u8>,
    /// Where the packet begins that is being written.
    begin: usize,
    /// Its number.
    sequence: u8,
}

impl Outgoing {
    /// Begins a packet; what is added to the bytes then is in it.
    pub(crate) fn begin(&mut self, sequence: u8) -> &mut Vec<u8> {
        self.begin = self.bytes.len();
        self.sequence = sequence;
        self.bytes.extend_from_slice(&[0; HEADER]);
        &mut self.bytes
    }

    /// Ends the packet, in as many as the wire needs. Answers with the number of the next.
    pub(crate) fn end(&mut self) -> u8 {
        let length = self.bytes.len().saturating_sub(self.begin + HEADER);
        if length < MAX_PAYLOAD {
            let header = header(length, self.sequence);
            if let Some(place) = self.bytes.get_mut(self.begin..self.begin + HEADER) {
                place.copy_from_slice(&header);
            }
            return self.sequence.wrapping_add(1);
        }
        self.split()
    }

    #[cold]
    fn split(&mut self) -> u8 {
        let payload = self.bytes.split_off(self.begin + HEADER);
        self.bytes.truncate(self.begin);
        let mut sequence = self.sequence;
        // A packet of the full length is followed by another, be it empty.
        let ends_full = payload.len().is_multiple_of(MAX_PAYLOAD);
        let last = ends_full.then_some(&[][..]);
        for chunk in payload.chunks(MAX_PAYLOAD).chain(last) {
            self.bytes.extend_from_slice(&header(chunk.len(), sequence));
            self.bytes.extend_from_slice(chunk);
            sequence = sequence.wrapping_add(1);
        }
        sequence
    }

    /// Takes back a packet that was begun and not ended.
    pub(crate) fn cancel(&mut self) {
        self.bytes.truncate(self.begin);
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Forgets what was sent.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        if self.bytes.capacity() > KEPT {
            self.bytes = Vec::new();
        }
    }
}

fn header(length: usize, sequence: u8) -> [u8; HEADER] {
    let [low, middle, high, ..] = length.to_le_bytes();
    [low, middle, high, sequence]
}

/// Adds bytes behind their number.
pub(crate) fn put_measured(bytes: &mut Vec<u8>, value: &[u8]) {
    let length = value.len().to_le_bytes();
    match value.len() {
        0..=0xfa => bytes.extend_from_slice(&length[..1]),
        0xfb..=0xffff => {
            bytes.push(0xfc);
            bytes.extend_from_slice(&length[..2]);
        }
        0x1_0000..=0xff_ffff => {
            bytes.push(0xfd);
            bytes.extend_from_slice(&length[..3]);
        }
        _ => {
            bytes.push(0xfe);
            bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
        }
    }
    bytes.extend_from_slice(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_numbered_and_split() {
        for (length, expected) in [
            (0, vec![(0, 3)]),
            (5, vec![(5, 3)]),
            (MAX_PAYLOAD, vec![(MAX_PAYLOAD, 3), (0, 4)]),
            (MAX_PAYLOAD + 7, vec![(MAX_PAYLOAD, 3), (7, 4)]),
        ] {
            let mut outgoing = Outgoing::default();
            outgoing.begin(0);
            outgoing.end();
            outgoing.begin(3).extend(std::iter::repeat_n(9, length));
            let next = outgoing.end();
            let mut rest = &outgoing.bytes()[HEADER..];
            let mut found = Vec::new();
            while let Some((&[low, middle, high, sequence], after)) = rest.split_first_chunk() {
                let size = usize::from(low) | usize::from(middle) << 8 | usize::from(high) << 16;
                found.push((size, sequence));
                rest = &after[size..];
            }
            assert_eq!(found, expected);
            assert_eq!(next, expected.last().unwrap().1 + 1);
        }
    }

    #[test]
    fn lengths_stand_before_bytes() {
        for length in [0, 0xfa, 0xfb, 0xffff, 0x1_0000, 0xff_ffff, 0x100_0000] {
            let mut bytes = Vec::new();
            put_measured(&mut bytes, &vec![7; length]);
            let mut fields = super::super::Fields::new(&bytes);
            assert_eq!(fields.measured().map(<[u8]>::len), Some(length));
            assert!(fields.rest().is_empty());
        }
    }

    #[test]
    fn what_is_cancelled_is_not_sent() {
        let mut outgoing = Outgoing::default();
        outgoing.begin(0).push(1);
        outgoing.end();
        let before = outgoing.bytes().to_vec();
        outgoing.begin(0).extend_from_slice(b"half");
        outgoing.cancel();
        assert_eq!(outgoing.bytes(), before);
    }
}
