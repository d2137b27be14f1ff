//! The memory that both languages see. JavaScript allocates it once and never shrinks it.
#![allow(unsafe_code, reason = "the memory belongs to JavaScript")]

use napi::bindgen_prelude::{Float64Array, Uint8Array, Uint32Array};
use versa_rows::Chunk;

/// Places in the header. `orm/src/engine/native/binding.ts` has the same list.
pub(crate) mod header {
    /// One of `status`.
    pub(crate) const STATUS: usize = 0;
    /// Rows of the chunk.
    pub(crate) const ROWS: usize = 1;
    /// Cells of the chunk.
    pub(crate) const CELLS: usize = 2;
    /// The number under which further chunks are waiting; 0: none.
    pub(crate) const MORE: usize = 3;
    /// Rows written.
    pub(crate) const AFFECTED: usize = 4;
    /// The generated key, upper 32 bits.
    pub(crate) const KEY_HIGH: usize = 5;
    /// The generated key, lower 32 bits.
    pub(crate) const KEY_LOW: usize = 6;
    /// 1 where there is a generated key.
    pub(crate) const HAS_KEY: usize = 7;
    /// A number: of a database, a transaction or a stream, as the call says.
    pub(crate) const NUMBER: usize = 8;
    /// 1 where result columns are to be fetched.
    pub(crate) const HAS_COLUMNS: usize = 9;
    /// 1 where bytes are to be fetched.
    pub(crate) const HAS_BYTES: usize = 10;
    /// The request that is pending or done.
    pub(crate) const REQUEST: usize = 11;
    /// 1 where `rest` is to be called at the end of this turn of the event loop.
    pub(crate) const REST: usize = 12;
    /// How many places there are.
    pub(crate) const LENGTH: usize = 13;
}

/// Values of the header's status.
pub(crate) mod status {
    pub(crate) const DONE: f64 = 0.0;
    pub(crate) const PENDING: f64 = 1.0;
    pub(crate) const FAILED: f64 = 2.0;
    /// Rows of a request that is not done yet.
    pub(crate) const PART: f64 = 3.0;
}

/// Places in the call: what JavaScript asks for. `orm/src/engine/native/binding.ts` has the same
/// list.
pub(crate) mod call {
    /// Where the statement runs.
    pub(crate) const SESSION: usize = 0;
    /// The plan.
    pub(crate) const PLAN: usize = 1;
    /// How many cells the parameters have.
    pub(crate) const CELLS: usize = 2;
    /// 1 where the statement is to run off the caller's thread.
    pub(crate) const WORKER: usize = 3;
    /// How long the text of the parameters is, in UTF-16 units.
    pub(crate) const TEXT_LENGTH: usize = 4;
}

/// Shared memory: a call, a header, and cells for parameters and for rows.
pub(crate) struct Scratch {
    call: Uint32Array,
    header: Float64Array,
    param_tags: Uint8Array,
    param_numbers: Float64Array,
    row_tags: Uint8Array,
    row_numbers: Float64Array,
}

impl Scratch {
    pub(crate) fn new(
        call: Uint32Array,
        header: Float64Array,
        param_tags: Uint8Array,
        param_numbers: Float64Array,
        row_tags: Uint8Array,
        row_numbers: Float64Array,
    ) -> Self {
        Self { call, header, param_tags, param_numbers, row_tags, row_numbers }
    }

    /// Replaces the memory of the parameters by larger one.
    pub(crate) fn set_params(&mut self, tags: Uint8Array, numbers: Float64Array) {
        self.param_tags = tags;
        self.param_numbers = numbers;
    }

    /// Replaces the memory of the rows by larger one.
    pub(crate) fn set_rows(&mut self, tags: Uint8Array, numbers: Float64Array) {
        self.row_tags = tags;
        self.row_numbers = numbers;
    }

    /// What JavaScript asks for.
    pub(crate) fn asked(&self, place: usize) -> u32 {
        self.call.get(place).copied().unwrap_or_default()
    }

    /// How long the text of the parameters is, in UTF-16 units.
    pub(crate) fn text_length(&self) -> usize {
        self.asked(call::TEXT_LENGTH) as usize
    }

    /// The first cells of the parameters.
    pub(crate) fn params(&self, cells: usize) -> Option<(&[u8], &[f64])> {
        Some((self.param_tags.get(..cells)?, self.param_numbers.get(..cells)?))
    }

    /// Clears the header and sets the status.
    pub(crate) fn reset(&mut self, status: f64) {
        // SAFETY: JavaScript is not running: it is waiting for this call, and no other thread
        // reads or writes the memory.
        let header = unsafe { self.header.as_mut() };
        header.fill(0.0);
        self.set(header::STATUS, status);
    }

    /// Sets a place of the header.
    pub(crate) fn set(&mut self, place: usize, value: f64) {
        // SAFETY: as in `reset`.
        if let Some(slot) = unsafe { self.header.as_mut() }.get_mut(place) {
            *slot = value;
        }
    }

    /// Copies a chunk's cells; false where the memory is too small for them.
    pub(crate) fn write(&mut self, chunk: &Chunk) -> bool {
        let cells = chunk.tags.len();
        // SAFETY: as in `reset`.
        let (tags, numbers) = unsafe { (self.row_tags.as_mut(), self.row_numbers.as_mut()) };
        match (tags.get_mut(..cells), numbers.get_mut(..cells)) {
            (Some(tags), Some(numbers)) => {
                tags.copy_from_slice(&chunk.tags);
                numbers.copy_from_slice(&chunk.numbers);
                true
            }
            _ => false,
        }
    }
}
