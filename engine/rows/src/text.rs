use encoding_rs::mem;

/// The text of a chunk, in the encoding JavaScript keeps it in.
#[derive(Clone, Debug, PartialEq)]
pub enum ChunkText {
    /// Every character is below U+0100: one byte each.
    Latin1(Vec<u8>),
    /// UTF-16 code units.
    Utf16(Vec<u16>),
}

impl Default for ChunkText {
    fn default() -> Self {
        Self::Latin1(Vec::new())
    }
}

impl ChunkText {
    /// The length in JavaScript's units.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Latin1(text) => text.len(),
            Self::Utf16(text) => text.len(),
        }
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a cell if it is ASCII; most text is.
    pub(crate) fn push_ascii(&mut self, cell: &[u8]) -> bool {
        if !cell.is_ascii() {
            return false;
        }
        match self {
            Self::Latin1(text) => text.extend_from_slice(cell),
            Self::Utf16(text) => text.extend(cell.iter().map(|&unit| u16::from(unit))),
        }
        true
    }

    /// Appends a cell. The chunk turns to UTF-16 with the first character that needs it.
    pub fn push(&mut self, cell: &str) {
        match self {
            // Most text is ASCII, and looking for that is the cheapest look there is.
            Self::Latin1(text) if cell.is_ascii() => text.extend_from_slice(cell.as_bytes()),
            Self::Latin1(text) if mem::is_str_latin1(cell) => {
                text.extend_from_slice(&mem::encode_latin1_lossy(cell));
            }
            Self::Latin1(text) => {
                let mut wide: Vec<u16> = text.iter().map(|&unit| u16::from(unit)).collect();
                push_utf16(&mut wide, cell);
                *self = Self::Utf16(wide);
            }
            Self::Utf16(text) => push_utf16(text, cell),
        }
    }
}

fn push_utf16(text: &mut Vec<u16>, cell: &str) {
    text.extend(cell.encode_utf16());
}
