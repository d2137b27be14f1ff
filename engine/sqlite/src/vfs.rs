//! A VFS that is the system's own with fewer system calls: readers keep their lock between
//! statements (`read_lock.rs`), and frames of the log are written whole (`log_frames.rs`).
#![allow(unsafe_code, reason = "the C interface")]

mod log_frames;
mod read_lock;

use std::ffi::{CStr, c_char, c_int};
use std::mem::size_of;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use rusqlite::ffi;

use log_frames::{FrameWriter, put_frame_writer};
use read_lock::{Keeper, put_keeper};

pub(crate) use read_lock::ReadLock;

const NAME: &CStr = c"versa";

/// The VFS of the system; null before ours was registered.
static SYSTEM: AtomicPtr<ffi::sqlite3_vfs> = AtomicPtr::new(ptr::null_mut());

/// The name of the VFS, registered when it is first asked for. `None` where SQLite refuses it.
pub(crate) fn name() -> Option<&'static CStr> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    // SAFETY: nothing else is known by this name.
    REGISTERED.get_or_init(|| unsafe { register() }).then_some(NAME)
}

unsafe fn register() -> bool {
    // SAFETY: SQLite initializes itself; its default VFS is there for ever.
    unsafe {
        let system = ffi::sqlite3_vfs_find(ptr::null());
        let Some(found) = system.as_ref() else { return false };
        let own = size_of::<Keeper>().max(size_of::<FrameWriter>());
        let Ok(room) = c_int::try_from(place_behind(found.szOsFile) + own) else { return false };
        SYSTEM.store(system, Ordering::Release);
        let own = ffi::sqlite3_vfs {
            szOsFile: room,
            pNext: ptr::null_mut(),
            zName: NAME.as_ptr(),
            xOpen: Some(open),
            ..*found
        };
        // It is never taken back.
        ffi::sqlite3_vfs_register(Box::into_raw(Box::new(own)), 0) == ffi::SQLITE_OK
    }
}

/// Where our data of a file stand: behind the system's, aligned as SQLite aligns those.
fn place_behind(system: c_int) -> usize {
    usize::try_from(system).unwrap_or_default().next_multiple_of(8)
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this with a file of the size that was registered.
    unsafe {
        let system = SYSTEM.load(Ordering::Acquire);
        let Some(system_open) = system.as_ref().and_then(|vfs| vfs.xOpen) else {
            return ffi::SQLITE_CANTOPEN;
        };
        let code = system_open(system, name, file, flags, flags_out);
        if code == ffi::SQLITE_OK {
            let place = file.cast::<u8>().add(place_behind((*system).szOsFile));
            if flags & ffi::SQLITE_OPEN_MAIN_DB != 0 {
                put_keeper(file, place.cast());
            } else if flags & ffi::SQLITE_OPEN_WAL != 0 {
                put_frame_writer(file, place.cast());
            }
        }
        code
    }
}
