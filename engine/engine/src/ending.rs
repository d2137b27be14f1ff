//! The end of what is under way when a database is closed without waiting.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::{Either, select};
use tokio::sync::Notify;
use versa_error::{Error, ErrorCode, Result};

/// Ends whatever works for a database. What is dropped in the middle is stopped in the database,
/// too: that is a driver's duty.
#[derive(Debug, Default)]
pub(crate) struct Ending {
    has_come: AtomicBool,
    came: Notify,
}

impl Ending {
    pub(crate) fn come(&self) {
        self.has_come.store(true, Ordering::SeqCst);
        self.came.notify_waiters();
    }

    /// Does something unless the end comes in the meantime.
    pub(crate) async fn unless_come<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let mut came = pin!(self.came.notified());
        // From here on it is not missed.
        came.as_mut().enable();
        if self.has_come.load(Ordering::SeqCst) {
            return Err(ended());
        }
        match select(came, pin!(work)).await {
            Either::Left(_) => Err(ended()),
            Either::Right((result, _)) => result,
        }
    }
}

fn ended() -> Error {
    Error::new(ErrorCode::Cancelled, "the database was closed while this was under way")
        .hint("whether a write took effect is not known: look before you run it again")
}
