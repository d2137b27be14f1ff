use versa_rows::{Chunk, ChunkText, tag};

/// A cell, unpacked.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Null.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number of at most 64 bits.
    Int(i64),
    /// A double.
    Float(f64),
    /// An instant in milliseconds since 1970.
    Timestamp(f64),
    /// Text of the kind its tag says.
    Text(u8, String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl PartialEq for Cell {
    /// Two doubles are the same when their bits are, two decimals and times when they differ at
    /// most in zeroes after the point: some databases keep a column's scale.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(one), Self::Boolean(other)) => one == other,
            (Self::Int(one), Self::Int(other)) => one == other,
            (Self::Float(one), Self::Float(other))
            | (Self::Timestamp(one), Self::Timestamp(other)) => one.to_bits() == other.to_bits(),
            (Self::Text(kind, one), Self::Text(other_kind, other)) => {
                kind == other_kind
                    && match *kind {
                        tag::DECIMAL | tag::TIME => {
                            without_trailing_zeroes(one) == without_trailing_zeroes(other)
                        }
                        _ => one == other,
                    }
            }
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            _ => false,
        }
    }
}

fn without_trailing_zeroes(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// The rows of some chunks, unpacked.
///
/// # Panics
///
/// When the chunks contradict themselves.
#[must_use]
pub fn rows_of(chunks: &[Chunk]) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for chunk in chunks {
        if chunk.rows == 0 {
            continue;
        }
        let width = chunk.tags.len() / chunk.rows;
        assert_eq!(chunk.tags.len(), width * chunk.rows, "all rows have the same cells");
        assert_eq!(chunk.tags.len(), chunk.numbers.len(), "one number per cell");
        let mut reader = Reader { chunk, text_at: 0, bytes_at: 0 };
        let cells: Vec<Cell> = chunk
            .tags
            .iter()
            .zip(&chunk.numbers)
            .map(|(&tag, &number)| reader.cell(tag, number))
            .collect();
        rows.extend(cells.chunks(width.max(1)).map(<[Cell]>::to_vec));
    }
    rows
}

struct Reader<'a> {
    chunk: &'a Chunk,
    text_at: usize,
    bytes_at: usize,
}

impl Reader<'_> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the numbers of a chunk are whole and small, as its format says"
    )]
    fn cell(&mut self, kind: u8, number: f64) -> Cell {
        match kind {
            tag::NULL => Cell::Null,
            tag::BOOLEAN => Cell::Boolean(number != 0.0),
            tag::INT => Cell::Int(number as i64),
            tag::FLOAT => Cell::Float(number),
            tag::TIMESTAMP => Cell::Timestamp(number),
            tag::BYTES => {
                let end = number as usize;
                let bytes = self.chunk.bytes[self.bytes_at..end].to_vec();
                self.bytes_at = end;
                Cell::Bytes(bytes)
            }
            kind => {
                let text = self.text(number as usize);
                match text.parse() {
                    Ok(digits) if kind == tag::BIG_INT => Cell::Int(digits),
                    _ => Cell::Text(kind, text),
                }
            }
        }
    }

    fn text(&mut self, end: usize) -> String {
        let begin = std::mem::replace(&mut self.text_at, end);
        match &self.chunk.text {
            ChunkText::Latin1(text) => {
                text[begin..end].iter().map(|&unit| char::from(unit)).collect()
            }
            ChunkText::Utf16(text) => String::from_utf16(&text[begin..end]).expect("Unicode"),
        }
    }
}
