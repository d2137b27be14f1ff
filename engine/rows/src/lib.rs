//! The packed row format: how rows cross into JavaScript, and parameters back.
//!
//! Building objects through Node-API is dear; reading numbers from a typed array and cutting
//! strings with `slice` is cheap. So a chunk of rows is
//!
//! - `tags`: one byte per cell, row after row ([`tag`]);
//! - `numbers`: one double per cell: the value itself where the tag names a number, else the *end*
//!   of the cell in `text` or `bytes`; its beginning is the end of the text (bytes) cell before;
//! - `text`: the text of all cells as one string, latin-1 where it can be, else UTF-16, so that a
//!   JavaScript index is an index of it;
//! - `bytes`: the binary cells, one after another.
//!
//! Results come in chunks of at most [`MAX_CHUNK_CELLS`] cells and about [`CHUNK_TEXT_UNITS`] of
//! text: a string that the user keeps pins one chunk, not a whole result, and a stream is the same
//! path. Parameters use the same cells, with [`tag::LIST`] for several values behind one parameter.

mod chunk;
mod params;
mod pool;
mod sink;
pub mod tag;
mod text;

pub use chunk::Chunk;
pub use params::read_params;
pub use pool::recycle;
pub use sink::RowSink;
pub use text::ChunkText;

/// The most cells a chunk holds, unless one row alone has more.
pub const MAX_CHUNK_CELLS: usize = 8_192;

/// The amount of text after which a chunk is closed, in characters.
pub const CHUNK_TEXT_UNITS: usize = 65_536;
