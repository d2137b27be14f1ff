use tokio::sync::mpsc;
use versa_error::Result;
use versa_rows::Chunk;
use versa_sql::ResultColumn;

/// What travels through a stream.
#[derive(Debug)]
pub enum StreamItem {
    /// The result columns; first, and only where the statement itself did not know them.
    Columns(Vec<ResultColumn>),
    /// Rows.
    Chunk(Chunk),
}

/// Where a driver puts the items of a stream. Sending waits while the reader has enough; it
/// fails when the reader is gone, and the driver then stops the statement.
pub type StreamSender = mpsc::Sender<Result<StreamItem>>;

/// Where the reader of a stream takes its items from; ends when all rows were sent.
pub type StreamReceiver = mpsc::Receiver<Result<StreamItem>>;

/// A channel that holds one item: while the reader works on one, the next is being read, no more.
#[must_use]
pub fn stream_channel() -> (StreamSender, StreamReceiver) {
    mpsc::channel(1)
}
