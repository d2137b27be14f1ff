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

/// The files that a connection has open: its own, and those attached when it was set up.
#[derive(Debug)]
pub(crate) struct Presence {
    files: Vec<OpenFile>,
    asked: Cell<Instant>,
}

#[derive(Debug)]
struct OpenFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl Presence {
    /// Of a connection that was just set up. `None` for memory, and where the system does not let
    /// go of a file that is open.
    pub(crate) fn of(connection: &Connection) -> Option<Self> {
        let files: Vec<OpenFile> = paths(connection)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|path| Some(OpenFile { identity: identity(&path)?, path }))
            .collect();
        (!files.is_empty()).then(|| Self { files, asked: Cell::new(Instant::now()) })
    }

    /// # Errors
    ///
    /// `CONNECTION_LOST` where the path leads to nothing any more, or to another file.
    pub(crate) fn check(&self) -> Result<()> {
        if self.asked.get().elapsed() < ASK_AFTER {
            return Ok(());
        }
        if self.files.iter().any(|file| identity(&file.path) != Some(file.identity)) {
            let message = "a database file was removed or replaced while it was open";
            return Err(Error::new(ErrorCode::ConnectionLost, message)
                .hint("close the database and connect again; what was written since is lost"));
        }
        self.asked.set(Instant::now());
        Ok(())
    }
}

/// The paths of all its databases; of memory there is none.
fn paths(connection: &Connection) -> rusqlite::Result<Vec<PathBuf>> {
    let mut list = connection.prepare("SELECT file FROM pragma_database_list WHERE file <> ''")?;
    let paths = list.query_map([], |row| row.get::<_, String>(0).map(PathBuf::from))?;
    paths.collect()
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
