//! Where the rows of a statement go: into a list, or to a reader who may be slow or leave.

use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{Either, select};
use versa_rows::Chunk;
use versa_sql::ResultColumn;

use crate::parts::{self, PartSender};
use crate::stop::{Stop, current_stop};
use crate::{StreamItem, StreamSender};

/// The destination of rows.
pub struct Rows<'a> {
    destination: Destination<'a>,
    /// Whether something arrived already, so that nothing may be run again.
    touched: bool,
}

enum Destination<'a> {
    /// All of them are kept; those before the last chunk may be handed on.
    Collect { chunks: Vec<Chunk>, parts: Option<PartSender> },
    /// Each chunk is sent; nothing is read from the server while the reader has enough.
    Send { sender: &'a StreamSender, stop: Option<Arc<Stop>> },
}

impl<'a> Rows<'a> {
    /// Rows that are kept until the statement is over.
    #[must_use]
    pub fn collect() -> Self {
        let destination = Destination::Collect { chunks: Vec::new(), parts: parts::current() };
        Self { destination, touched: false }
    }

    /// Rows that go to a reader.
    #[must_use]
    pub fn send(sender: &'a StreamSender) -> Self {
        Self { destination: Destination::Send { sender, stop: current_stop() }, touched: false }
    }

    /// Whether no row arrived here yet.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        !self.touched
    }

    /// Announces the columns where the statement did not know them.
    pub async fn begin(&mut self, columns: Option<&[ResultColumn]>) {
        let Some(columns) = columns else { return };
        match &mut self.destination {
            // Who gets the parts could not decode them yet.
            Destination::Collect { parts, .. } => *parts = None,
            Destination::Send { sender, .. } if !self.touched => {
                self.touched = true;
                // A reader who is gone already is noticed with the first chunk.
                let _ = sender.send(Ok(StreamItem::Columns(columns.to_vec()))).await;
            }
            Destination::Send { .. } => {}
        }
    }

    /// Takes a chunk. False when nobody wants more.
    pub async fn put(&mut self, chunk: Chunk) -> bool {
        self.touched = true;
        match &mut self.destination {
            Destination::Collect { chunks, parts } => {
                if let Some(parts) = parts {
                    chunks.drain(..).for_each(|before| parts(before));
                }
                chunks.push(chunk);
                true
            }
            Destination::Send { sender, stop } => {
                let sent = sender.send(Ok(StreamItem::Chunk(chunk)));
                match stop {
                    Some(stop) => sent_unless_stopped(stop, sent).await,
                    None => sent.await.is_ok(),
                }
            }
        }
    }

    /// The chunks that were kept.
    #[must_use]
    pub fn into_chunks(self) -> Vec<Chunk> {
        match self.destination {
            Destination::Collect { chunks, .. } => chunks,
            Destination::Send { .. } => Vec::new(),
        }
    }
}

/// A reader who is slow must not keep a statement from being stopped; only the reader's time is not
/// the statement's.
async fn sent_unless_stopped<T, E>(
    stop: &Stop,
    sent: impl Future<Output = std::result::Result<T, E>>,
) -> bool {
    match select(pin!(stop.pausing(sent)), pin!(stop.due())).await {
        Either::Left((sent, _)) => sent.is_ok(),
        Either::Right(_) => false,
    }
}
