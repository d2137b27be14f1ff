use versa_ast::Value;
use versa_error::{Error, Result};
use versa_rows::{Chunk, ChunkText, RowSink};
use versa_sql::{Slot, SqlText, Statement};
use versa_sqlite_values::bound;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::cells::pack;

/// A statement and what is bound to it, once per run: cells of the packed format, run after run.
#[wasm_bindgen]
pub struct Bindings {
    sql: String,
    runs: u32,
    /// Whether it runs once per row of a bulk parameter, all or none.
    bulk: bool,
    placeholders: u32,
    cells: Chunk,
}

#[wasm_bindgen]
impl Bindings {
    /// The statement.
    #[wasm_bindgen(getter)]
    pub fn sql(&self) -> String {
        self.sql.clone()
    }

    /// How often it runs.
    #[wasm_bindgen(getter)]
    pub fn runs(&self) -> u32 {
        self.runs
    }

    /// Whether the runs are all or nothing.
    #[wasm_bindgen(getter)]
    pub fn bulk(&self) -> bool {
        self.bulk
    }

    /// How many cells a run has.
    #[wasm_bindgen(getter)]
    pub fn placeholders(&self) -> u32 {
        self.placeholders
    }

    /// A tag per cell.
    #[wasm_bindgen(getter)]
    pub fn tags(&self) -> Vec<u8> {
        self.cells.tags.clone()
    }

    /// A number per cell.
    #[wasm_bindgen(getter)]
    pub fn numbers(&self) -> Vec<f64> {
        self.cells.numbers.clone()
    }

    /// The text of all cells.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> String {
        text_of(&self.cells.text)
    }

    /// The bytes of all cells.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Vec<u8> {
        self.cells.bytes.clone()
    }
}

impl Bindings {
    /// Binds parameters to a statement of SQLite.
    pub(crate) fn new(statement: &Statement, params: &[Value]) -> Result<Self> {
        let SqlText::Fixed { sql, slots } = &statement.text else {
            return Err(Error::internal("SQLite's statements never expand"));
        };
        let mut sink = RowSink::new();
        let runs = match statement.bulk {
            None => {
                bind(slots, params, &[], &mut sink)?;
                1
            }
            Some(bulk) => {
                let Some(Value::List(cells)) = params.get(bulk.index as usize) else {
                    return Err(Error::internal("a bulk statement got no list of rows"));
                };
                let rows = cells.chunks(bulk.width.max(1) as usize);
                let runs = rows.len();
                for row in rows {
                    bind(slots, params, row, &mut sink)?;
                }
                runs
            }
        };
        let count = |number| u32::try_from(number).map_err(|_| too_many());
        Ok(Self {
            sql: sql.to_string(),
            runs: count(runs)?,
            bulk: statement.bulk.is_some(),
            placeholders: count(slots.len())?,
            cells: sink.take(),
        })
    }
}

fn bind(slots: &[Slot], params: &[Value], row: &[Value], sink: &mut RowSink) -> Result<()> {
    for slot in slots {
        pack(bound(slot, params, row)?.cell(), sink)?;
    }
    Ok(())
}

fn too_many() -> Error {
    Error::invalid_value("more rows than a statement takes").hint("write them in several parts")
}

/// The text of a chunk as JavaScript gets it.
pub(crate) fn text_of(text: &ChunkText) -> String {
    match text {
        ChunkText::Latin1(units) => units.iter().map(|&unit| char::from(unit)).collect(),
        ChunkText::Utf16(units) => String::from_utf16_lossy(units),
    }
}
