//! Statements that may have to be stopped.
//!
//! SQLite asks every so often whether to go on, and so does who waits for a lock. Both are set for
//! the one statement only, so that no other can be stopped in its place.
#![allow(unsafe_code, reason = "the C interface")]

use std::ffi::{c_int, c_void};
use std::ptr;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::ffi;
use versa_driver::Stop;
use versa_error::{ErrorCode, Result};

use crate::handle::Handle;

/// How many steps of SQLite's machine there are between two questions: some microseconds.
const STEPS: c_int = 1_000;
/// How long to sleep before a lock is tried again.
const PAUSE: Duration = Duration::from_millis(2);

/// What the questions are answered by.
struct Watch<'a> {
    stop: &'a Stop,
    /// How long to wait for a lock in any case.
    busy: Duration,
    waiting: Option<Instant>,
}

/// Works on a connection until the call is to end.
///
/// # Errors
///
/// Those of the work; `CANCELLED` or `TIMEOUT` where it was stopped.
pub(crate) fn stoppable<T>(
    handle: &Handle,
    stop: &Stop,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    stop.check()?;
    let milliseconds = handle.busy_timeout()?;
    let busy = Duration::from_millis(milliseconds.max(0).cast_unsigned().into());
    let mut watch = Watch { stop, busy, waiting: None };
    let result = {
        let _watched = Watched::new(handle, &mut watch, milliseconds);
        work()
    };
    result.map_err(|failed| match failed.code() {
        ErrorCode::Cancelled | ErrorCode::LockTimeout if stop.is_due() => stop.error(),
        _ => failed,
    })
}

/// The handlers of a connection, until it is dropped.
struct Watched<'a> {
    handle: &'a Handle,
    busy_timeout: c_int,
}

impl<'a> Watched<'a> {
    fn new(handle: &'a Handle, watch: &'a mut Watch<'_>, busy_timeout: c_int) -> Self {
        let watch = ptr::from_mut(watch).cast::<c_void>();
        // SAFETY: the connection is open, and used by this thread alone; the handlers are taken
        // away by the drop, before what they look at.
        unsafe {
            let connection = handle.handle();
            ffi::sqlite3_progress_handler(connection, STEPS, Some(is_due), watch);
            ffi::sqlite3_busy_handler(connection, Some(waits), watch);
        }
        Self { handle, busy_timeout }
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        // SAFETY: as above. A time to wait for takes the place of the handler.
        unsafe {
            let connection = self.handle.handle();
            ffi::sqlite3_progress_handler(connection, 0, None, ptr::null_mut());
            ffi::sqlite3_busy_timeout(connection, self.busy_timeout);
        }
    }
}

unsafe extern "C" fn is_due(watch: *mut c_void) -> c_int {
    // SAFETY: SQLite hands over what it was given, which lives longer than the handler.
    let watch = unsafe { watch.cast::<Watch<'_>>().as_ref() };
    watch.is_some_and(|watch| watch.stop.is_due()).into()
}

unsafe extern "C" fn waits(watch: *mut c_void, tries: c_int) -> c_int {
    // SAFETY: as above; nothing else uses it while SQLite waits.
    let Some(watch) = (unsafe { watch.cast::<Watch<'_>>().as_mut() }) else { return 0 };
    let now = Instant::now();
    let since = match watch.waiting {
        Some(since) if tries > 0 => since,
        _ => *watch.waiting.insert(now),
    };
    if watch.stop.is_due() || now.duration_since(since) >= watch.busy {
        return 0;
    }
    sleep(PAUSE);
    1
}
