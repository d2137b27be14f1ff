//! The fields of a packet, one after another.

/// What is left of a packet. Each method takes one field, or nothing where the packet ends before
/// it does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(crate) fn new(packet: &'a [u8]) -> Self {
        Self(packet)
    }

    /// Everything that was not taken yet.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }

    #[inline]
    pub(crate) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    #[inline]
    pub(crate) fn array<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(taken)
    }

    #[inline]
    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array().map(|&[byte]| byte)
    }

    #[inline]
    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(|bytes| u16::from_le_bytes(*bytes))
    }

    #[inline]
    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// A whole number whose first byte says how many follow.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<u64> {
        match self.u8()? {
            0xfc => self.u16().map(u64::from),
            0xfd => {
                let &[low, middle, high] = self.array()?;
                Some(u64::from(u32::from_le_bytes([low, middle, high, 0])))
            }
            0xfe => self.array().map(|bytes| u64::from_le_bytes(*bytes)),
            // A null of the text protocol, and the first byte of an error.
            0xfb | 0xff => None,
            small => Some(u64::from(small)),
        }
    }

    /// Bytes behind their number.
    #[inline]
    pub(crate) fn measured(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.bytes(usize::try_from(length).ok()?)
    }

    /// Bytes before a zero, which is taken too.
    pub(crate) fn until_zero(&mut self) -> Option<&'a [u8]> {
        let length = self.0.iter().position(|&byte| byte == 0)?;
        let taken = self.bytes(length)?;
        self.u8()?;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_each_length() {
        for (bytes, number) in [
            (&[0xfa][..], Some(0xfa)),
            (&[0xfc, 0x34, 0x12], Some(0x1234)),
            (&[0xfd, 0x56, 0x34, 0x12], Some(0x12_3456)),
            (&[0xfe, 1, 0, 0, 0, 0, 0, 0, 0x80], Some(0x8000_0000_0000_0001)),
            (&[0xfb], None),
            (&[0xff], None),
            (&[0xfd, 1, 2], None),
            (&[], None),
        ] {
            assert_eq!(Fields::new(bytes).number(), number, "{bytes:?}");
        }
    }

    #[test]
    fn nothing_is_taken_beyond_the_end() {
        let mut fields = Fields::new(&[3, b'a', b'b']);
        assert_eq!(fields.measured(), None);
        let mut fields = Fields::new(b"name\0rest");
        assert_eq!(fields.until_zero(), Some(&b"name"[..]));
        assert_eq!(fields.until_zero(), None);
        assert_eq!(fields.rest(), b"rest");
        let mut huge = Fields::new(&[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]);
        assert_eq!(huge.measured(), None);
    }
}
