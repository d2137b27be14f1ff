use std::sync::Arc;

use versa_engine::{Database, Outcome, StreamItem, Transaction};
use versa_rows::Chunk;

/// What a request brings.
pub(crate) enum Reply {
    /// Nothing but its success.
    Done,
    /// A part of a statement's rows; more follow, and then its outcome.
    Part(Chunk),
    /// A statement's outcome.
    Outcome(Outcome),
    /// A database.
    Opened(Arc<Database>),
    /// A transaction.
    Begun(Arc<Transaction>),
    /// A stream's next item; none at its end.
    Item(Option<StreamItem>),
}
