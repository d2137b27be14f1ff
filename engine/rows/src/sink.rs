use crate::pool::empty_chunk;
use crate::{CHUNK_TEXT_UNITS, Chunk, MAX_CHUNK_CELLS, recycle, tag};

/// The largest whole number a JavaScript `number` holds exactly: 2^53 − 1.
const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// Room that a chunk gets at first, so that a single row is packed without growing.
const FIRST_CELLS: usize = 32;

/// Takes cells from a driver, in order, and packs them into chunks.
///
/// ```
/// use versa_rows::{RowSink, tag};
/// let mut sink = RowSink::new();
/// sink.int(1);
/// sink.text(tag::TEXT, "Ada");
/// assert!(!sink.end_row(), "a chunk of one row is not full");
/// let chunk = sink.take();
/// assert_eq!((chunk.rows, chunk.tags), (1, vec![tag::INT, tag::TEXT]));
/// ```
#[derive(Debug)]
pub struct RowSink {
    chunk: Chunk,
}

impl RowSink {
    /// An empty sink.
    #[must_use]
    pub fn new() -> Self {
        Self { chunk: empty_chunk() }
    }

    /// Whether no row has been added since the last [`RowSink::take`].
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chunk.rows == 0
    }

    /// Adds null.
    pub fn null(&mut self) {
        self.cell(tag::NULL, 0.0);
    }

    /// Adds a boolean.
    pub fn boolean(&mut self, value: bool) {
        self.cell(tag::BOOLEAN, f64::from(u8::from(value)));
    }

    /// Adds a whole number; one that a double cannot hold exactly goes as digits.
    pub fn int(&mut self, value: i64) {
        if (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&value) {
            #[allow(clippy::cast_precision_loss, reason = "within 2^53 it is exact")]
            self.cell(tag::INT, value as f64);
        } else {
            self.text(tag::BIG_INT, &value.to_string());
        }
    }

    /// Adds a double.
    pub fn float(&mut self, value: f64) {
        self.cell(tag::FLOAT, value);
    }

    /// Adds an instant, in microseconds since 1970-01-01T00:00:00Z.
    pub fn timestamp(&mut self, microseconds: i64) {
        self.cell(tag::TIMESTAMP, milliseconds(microseconds));
    }

    /// Adds a cell whose tag says it is text of some kind.
    pub fn text(&mut self, tag: u8, value: &str) {
        self.chunk.text.push(value);
        #[allow(clippy::cast_precision_loss, reason = "a chunk's text is far below 2^53")]
        self.cell(tag, self.chunk.text.len() as f64);
    }

    /// Adds a cell of text that may not be UTF-8. Then it is not added, and the answer is false.
    pub fn utf8(&mut self, tag: u8, value: &[u8]) -> bool {
        if self.chunk.text.push_ascii(value) {
            #[allow(clippy::cast_precision_loss, reason = "as for `text`")]
            self.cell(tag, self.chunk.text.len() as f64);
            return true;
        }
        let text = std::str::from_utf8(value);
        if let Ok(text) = text {
            self.text(tag, text);
        }
        text.is_ok()
    }

    /// Adds bytes.
    pub fn bytes(&mut self, value: &[u8]) {
        self.chunk.bytes.extend_from_slice(value);
        #[allow(clippy::cast_precision_loss, reason = "a chunk's bytes are far below 2^53")]
        self.cell(tag::BYTES, self.chunk.bytes.len() as f64);
    }

    /// Ends a row. True when the chunk is full and should be taken.
    pub fn end_row(&mut self) -> bool {
        self.chunk.rows += 1;
        let row_cells = self.chunk.tags.len() / self.chunk.rows;
        self.chunk.tags.len() + row_cells > MAX_CHUNK_CELLS
            || self.chunk.text.len() >= CHUNK_TEXT_UNITS
            || self.chunk.bytes.len() >= CHUNK_TEXT_UNITS
    }

    /// Forgets the cells of a row that was begun and not ended.
    pub fn discard_partial_row(&mut self, columns: usize) {
        let keep = self.chunk.rows * columns;
        self.chunk.tags.truncate(keep);
        self.chunk.numbers.truncate(keep);
    }

    /// Hands the rows out and begins a new chunk.
    pub fn take(&mut self) -> Chunk {
        std::mem::replace(&mut self.chunk, empty_chunk())
    }

    fn cell(&mut self, tag: u8, number: f64) {
        if self.chunk.tags.capacity() == 0 {
            self.chunk.tags.reserve(FIRST_CELLS);
            self.chunk.numbers.reserve(FIRST_CELLS);
        }
        self.chunk.tags.push(tag);
        self.chunk.numbers.push(number);
    }
}

impl Default for RowSink {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for RowSink {
    fn drop(&mut self) {
        recycle(std::mem::take(&mut self.chunk));
    }
}

/// Milliseconds with their digits behind the point.
#[allow(clippy::cast_precision_loss, reason = "neither is 2^53 or more")]
fn milliseconds(microseconds: i64) -> f64 {
    if microseconds.unsigned_abs() < 1 << f64::MANTISSA_DIGITS {
        return microseconds as f64 / 1_000.0;
    }
    // As one number of microseconds, those before 1684 and after 2255 would lose their last digits.
    let (whole, broken) = (microseconds.div_euclid(1_000), microseconds.rem_euclid(1_000));
    let (whole, broken) = (whole as f64, broken as f64 / 1_000.0);
    // A Date takes the whole ones: what is rounded must not reach the next.
    (whole + broken).min((whole + 1.0).next_down())
}
