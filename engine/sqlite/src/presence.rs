//! Notices that the file of a connection is gone.
//!
//! A file that was removed or replaced is still there for whoever has it open: SQLite would go on
//! writing to it, and every write would be acknowledged and lost. So a write looks now and then
//! whether the path still leads to the file. Asking at each write would cost a system call each.

use std::cell::Cell;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use versa_error::{Error, ErrorCode, Result};

/// How long an answer counts.
const ASK_AFTER: Duration = Duration::from_millis(100);

/// The file that a connection has open.
#[derive(Debug)]
pub(crate) struct Presence {
    path: PathBuf,
    identity: (u64, u64),
    asked: Cell<Instant>,
}

impl Presence {
    /// Of a connection that was just opened. `None` for memory, and where the system does not let
    /// go of a file that is open.
    pub(crate) fn of(connection: &Connection) -> Option<Self> {
        let path = connection.path().filter(|path| !path.is_empty()).map(PathBuf::from)?;
        let identity = identity(&path)?;
        Some(Self { path, identity, asked: Cell::new(Instant::now()) })
    }

    /// # Errors
    ///
    /// `CONNECTION_LOST` where the path leads to nothing any more, or to another file.
    pub(crate) fn check(&self) -> Result<()> {
        if self.asked.get().elapsed() < ASK_AFTER {
            return Ok(());
        }
        if identity(&self.path) != Some(self.identity) {
            let message = "the database file was removed or replaced while it was open";
            return Err(Error::new(ErrorCode::ConnectionLost, message)
                .hint("close the database and connect again; what was written since is lost"));
        }
        self.asked.set(Instant::now());
        Ok(())
    }
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    numbers(&std::fs::metadata(path).ok()?)
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere there are none")]
fn numbers(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn numbers(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}
