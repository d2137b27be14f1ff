//! SQLite through rusqlite, on the caller's thread.
//!
//! A hop to another thread costs more than most SQLite statements, so a statement runs where it
//! was asked for. One *primary* connection takes every write and, while no transaction holds it,
//! the reads too. While one does, reads of a file go to *readers*: connections that only read and
//! see what was committed (WAL). A memory database has only its primary; there everyone waits.

mod affinity;
mod bind;
mod connect;
mod connection;
mod decimal;
mod declared;
mod driver;
mod echo;
mod error;
mod execute;
mod handle;
mod pool;
mod prepared;
mod presence;
mod stopping;
mod vfs;

pub use connect::connect;
pub use driver::SqliteDriver;
