use crate::ChunkText;

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
