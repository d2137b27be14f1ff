use crate::{CHUNK_TEXT_UNITS, ChunkText};

/// Some rows of a result in packed form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chunk {
    /// How many rows.
    pub rows: usize,
    /// One tag per cell.
    pub tags: Vec<u8>,
    /// One number per cell.
    pub numbers: Vec<f64>,
    /// The text of all cells.
    pub text: ChunkText,
    /// The bytes of all binary cells.
    pub bytes: Vec<u8>,
}

impl Chunk {
    /// Empties the chunk and keeps its memory; false where that is too much to keep.
    pub(crate) fn clear_for_reuse(&mut self) -> bool {
        self.rows = 0;
        self.tags.clear();
        self.numbers.clear();
        self.bytes = Vec::new();
        match &mut self.text {
            ChunkText::Latin1(text) if text.capacity() <= 4 * CHUNK_TEXT_UNITS => text.clear(),
            ChunkText::Latin1(_) => return false,
            ChunkText::Utf16(_) => self.text = ChunkText::default(),
        }
        self.tags.capacity() > 0
    }
}
