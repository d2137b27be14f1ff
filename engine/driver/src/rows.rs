//! Where the rows of a statement go: into a list, or to a reader who may be slow or leave.

use versa_rows::Chunk;
use versa_sql::ResultColumn;

use crate::{StreamItem, StreamSender};

/// The destination of rows.
pub enum Rows<'a> {
    /// All of them are kept.
    Collect(Vec<Chunk>),
    /// Each chunk is sent; nothing is read from the server while the reader has enough.
    Send {
        /// The reader's end.
        sender: &'a StreamSender,
        /// Whether something was sent already, so that nothing may be run again.
        sent: bool,
    },
}

impl<'a> Rows<'a> {
    /// Rows that go to a reader.
    #[must_use]
    pub fn send(sender: &'a StreamSender) -> Self {
        Self::Send { sender, sent: false }
    }

    /// Whether no row arrived here yet.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        match self {
            Self::Collect(chunks) => chunks.is_empty(),
            Self::Send { sent, .. } => !sent,
        }
    }

    /// Announces the columns where the statement did not know them.
    pub async fn begin(&mut self, columns: Option<&[ResultColumn]>) {
        if let (Self::Send { sender, sent }, Some(columns)) = (self, columns)
            && !*sent
        {
            *sent = true;
            // A reader who is gone already is noticed with the first chunk.
            let _ = sender.send(Ok(StreamItem::Columns(columns.to_vec()))).await;
        }
    }

    /// Takes a chunk. False when nobody wants more.
    pub async fn put(&mut self, chunk: Chunk) -> bool {
        match self {
            Self::Collect(chunks) => {
                chunks.push(chunk);
                true
            }
            Self::Send { sender, sent } => {
                *sent = true;
                sender.send(Ok(StreamItem::Chunk(chunk))).await.is_ok()
            }
        }
    }

    /// The chunks that were kept.
    #[must_use]
    pub fn into_chunks(self) -> Vec<Chunk> {
        match self {
            Self::Collect(chunks) => chunks,
            Self::Send { .. } => Vec::new(),
        }
    }
}
