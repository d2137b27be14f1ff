use versa_ast::{LogicalType, Value};
use versa_error::Result;
use versa_rows::{Chunk, RowSink};
use versa_sql::ResultColumn;
use versa_sqlite_values::decode_cell;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::bindings::text_of;
use crate::cells::cell;

/// Decoded rows: chunks of the packed format, one after another.
#[wasm_bindgen]
pub struct Rows {
    chunks: std::vec::IntoIter<Chunk>,
    current: Chunk,
}

#[wasm_bindgen]
impl Rows {
    /// Goes to the next chunk; false where there is none.
    pub fn next(&mut self) -> bool {
        match self.chunks.next() {
            Some(chunk) => {
                self.current = chunk;
                true
            }
            None => false,
        }
    }

    /// How many rows the chunk has.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.current.rows
    }

    /// A tag per cell.
    #[wasm_bindgen(getter)]
    pub fn tags(&self) -> Vec<u8> {
        self.current.tags.clone()
    }

    /// A number per cell.
    #[wasm_bindgen(getter)]
    pub fn numbers(&self) -> Vec<f64> {
        self.current.numbers.clone()
    }

    /// The text of all cells.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> String {
        text_of(&self.current.text)
    }

    /// The bytes of all cells.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Vec<u8> {
        self.current.bytes.clone()
    }
}

impl Rows {
    /// Decodes cells, row after row, as the columns say.
    pub(crate) fn decode(columns: &[ResultColumn], cells: &[Value]) -> Result<Self> {
        let types: Vec<Option<LogicalType>> =
            columns.iter().map(|column| column.logical_type).collect();
        let mut chunks = Vec::new();
        let mut sink = RowSink::new();
        for row in cells.chunks(columns.len().max(1)) {
            for ((value, logical_type), column) in row.iter().zip(&types).zip(columns) {
                decode_cell(cell(value)?, *logical_type, &mut sink)
                    .map_err(|error| error.column(&*column.name))?;
            }
            if sink.end_row() {
                chunks.push(sink.take());
            }
        }
        if !sink.is_empty() {
            chunks.push(sink.take());
        }
        Ok(Self { chunks: chunks.into_iter(), current: Chunk::default() })
    }
}
