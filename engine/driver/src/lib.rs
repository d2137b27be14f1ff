//! The contract between the engine and a database.
//!
//! ```text
//! engine ──acquire(Intent)──▶ Driver ──▶ Connection ──execute(Statement, params)──▶ Outcome
//!                                            └────────stream(…)──▶ chunks, one at a time
//! ```
//!
//! What every driver MUST do (the `driver-suite` crate tests it):
//!
//! - Map each database error to a `versa_error::Error` with its code, SQLSTATE, table, column and
//!   constraint as far as the database says. A broken connection is `CONNECTION_LOST`, one
//!   that could not be made `CONNECTION_FAILED`. No parameter value in a message of our own.
//! - Encode each parameter to what the *column* wants, and decode each cell to the logical type
//!   of its result column where there is one, else to the database's own type.
//! - Leave a connection usable after an error, or close it: never hand out a connection with an
//!   open transaction, whatever was cancelled, dropped or panicked before.
//! - Stop a statement whose [`Stop`] is due, in the database: as `CANCELLED` or `TIMEOUT`, and
//!   never one that comes after it.
//! - Be cancel-safe: dropping a future of `execute` or a receiver of `stream` frees the connection.

mod connection;
mod driver;
mod in_use;
mod options;
mod outcome;
mod parts;
pub mod pool;
mod rows;
mod stop;
mod stream;

pub use connection::{BoxFuture, Connection, StatementRequest};
pub use driver::{Driver, Intent, ServerInfo, stream_on_connection};
pub use in_use::{Holder, InUse};
pub use options::{
    ConnectOptions, Isolation, TlsMode, TlsOptions, TransactionOptions, init_statement_failed,
    is_loopback,
};
pub use outcome::Outcome;
pub use parts::{PartSender, with_parts};
pub use rows::Rows;
pub use stop::{CancelOnDrop, Ended, Stop, current_stop, stoppable, unless_stopped, with_stop};
pub use stream::{StreamItem, StreamReceiver, StreamSender, stream_channel};
