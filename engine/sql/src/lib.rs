//! Query AST to SQL: the dialects, their capabilities, and the compiler.
//!
//! `compile` walks the AST once and writes pieces; a dialect answers where databases differ.
//! Nothing here asks *which* dialect it is: a capability or an overridden method answers.

mod capabilities;
mod compile;
mod dialect;
mod render;
mod statement;
mod writer;

pub use capabilities::{BulkStyle, Capabilities, ListStyle, RowLocks, UpdateRowsStyle, WriteJoins};
pub use compile::{MAX_DEPTH, compile};
pub use dialect::{Dialect, DialectKind, Mariadb, Mysql, Postgres, Sqlite, dialect, dialect_of};
pub use render::{Bound, Rendered, render, rows_per_chunk};
pub use statement::{
    Access, Bulk, BulkRun, Duplicates, Echo, EchoBatch, EchoColumn, ResultColumn, Slot, SlotKind,
    SqlPart, SqlText, Statement,
};
pub use writer::quoted;
