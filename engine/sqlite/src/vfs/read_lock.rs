//! Readers' locks that are given back late.
//!
//! In WAL mode each statement that reads takes a shared lock on a mark in the log's index and gives
//! it back: two system calls, which are more than a third of a read by key. The next statement
//! mostly takes the same lock again. So a connection can keep that lock between its statements:
//! SQLite thinks that it was given back, and gets it again for nothing.
//!
//! A kept lock pins no snapshot: SQLite compares the index's header after it has got the lock and
//! reads what is newest. All it does is what any running reader does: a checkpoint goes no further
//! than its mark meanwhile. So it is given back before the connection wants any lock exclusively,
//! at the latest after [`KEEPS_MAX`] statements, and whenever the caller rests.
#![allow(unsafe_code, reason = "the C interface")]

use std::ffi::c_int;
use std::ptr::{self, NonNull};

use rusqlite::{Connection, ffi};

/// How many statements one after another may keep a lock before one gives it back: others, who wait
/// for it, get their turn beside a program that never rests.
const KEEPS_MAX: u32 = 64;

/// The locks below it are not those of readers; see `WAL_READ_LOCK` in SQLite's `wal.c`.
const FIRST_READ_LOCK: c_int = 3;

/// No lock.
const NONE: c_int = -1;

type ShmLock = unsafe extern "C" fn(*mut ffi::sqlite3_file, c_int, c_int, c_int) -> c_int;
type ShmUnmap = unsafe extern "C" fn(*mut ffi::sqlite3_file, c_int) -> c_int;

/// What stands behind the system's own data of a database file.
#[repr(C)]
pub(super) struct Keeper {
    /// What SQLite calls: the file points here, so this has to be the first field.
    methods: ffi::sqlite3_io_methods,
    shm_lock: ShmLock,
    shm_unmap: ShmUnmap,
    /// The lock that is kept, of which SQLite thinks that it was given back.
    kept: c_int,
    /// How many statements kept one since there was a moment without.
    keeps: u32,
    /// Whether locks are to be kept now.
    keeping: bool,
}

/// Lets a database file keep the lock of its readers.
///
/// # Safety
///
/// The file was opened, and there is room for a [`Keeper`] at the place.
pub(super) unsafe fn put_keeper(file: *mut ffi::sqlite3_file, place: *mut Keeper) {
    // SAFETY: as above.
    unsafe {
        let Some(&methods) = (*file).pMethods.as_ref() else { return };
        let (Some(shm_lock), Some(shm_unmap)) = (methods.xShmLock, methods.xShmUnmap) else {
            return;
        };
        let methods =
            ffi::sqlite3_io_methods { xShmLock: Some(lock), xShmUnmap: Some(unmap), ..methods };
        place.write(Keeper { methods, shm_lock, shm_unmap, kept: NONE, keeps: 0, keeping: false });
        (*file).pMethods = &raw const (*place).methods;
    }
}

unsafe extern "C" fn lock(
    file: *mut ffi::sqlite3_file,
    offset: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    const TAKE: c_int = ffi::SQLITE_SHM_LOCK | ffi::SQLITE_SHM_SHARED;
    const GIVE_BACK: c_int = ffi::SQLITE_SHM_UNLOCK | ffi::SQLITE_SHM_SHARED;
    // SAFETY: only files with a keeper have this method.
    unsafe {
        let keeper = keeper_of(file);
        match flags {
            TAKE if (*keeper).kept == offset => {
                (*keeper).kept = NONE;
                return ffi::SQLITE_OK;
            }
            GIVE_BACK if offset >= FIRST_READ_LOCK && (*keeper).keeps_on() => {
                (*keeper).kept = offset;
                (*keeper).keeps += 1;
                return ffi::SQLITE_OK;
            }
            GIVE_BACK => (*keeper).keeps = 0,
            _ => give_back(file, keeper),
        }
        ((*keeper).shm_lock)(file, offset, count, flags)
    }
}

unsafe extern "C" fn unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    // SAFETY: only files with a keeper have this method.
    unsafe {
        let keeper = keeper_of(file);
        give_back(file, keeper);
        ((*keeper).shm_unmap)(file, delete)
    }
}

/// # Safety
///
/// The file has a keeper.
unsafe fn keeper_of(file: *mut ffi::sqlite3_file) -> *mut Keeper {
    // SAFETY: its methods are the keeper's first field.
    unsafe { (*file).pMethods.cast_mut().cast() }
}

/// # Safety
///
/// The keeper is the file's.
unsafe fn give_back(file: *mut ffi::sqlite3_file, keeper: *mut Keeper) {
    // SAFETY: as above.
    unsafe {
        let kept = std::mem::replace(&mut (*keeper).kept, NONE);
        if kept != NONE {
            // What it says is nothing to act on: giving back does not fail.
            ((*keeper).shm_lock)(file, kept, 1, ffi::SQLITE_SHM_UNLOCK | ffi::SQLITE_SHM_SHARED);
        }
    }
}

impl Keeper {
    fn keeps_on(&self) -> bool {
        self.keeping && self.kept == NONE && self.keeps < KEEPS_MAX
    }
}

/// The lock that a connection to a file keeps between its statements.
#[derive(Debug)]
pub(crate) struct ReadLock {
    file: NonNull<ffi::sqlite3_file>,
}

// SAFETY: it is used by whoever uses the connection, which is one thread at a time.
unsafe impl Send for ReadLock {}

impl ReadLock {
    /// That of a connection's main database; `None` where its file is not one of this VFS.
    pub(crate) fn of(connection: &Connection) -> Option<Self> {
        let mut file: *mut ffi::sqlite3_file = ptr::null_mut();
        // SAFETY: the connection is open, and this control writes a pointer.
        let code = unsafe {
            ffi::sqlite3_file_control(
                connection.handle(),
                c"main".as_ptr(),
                ffi::SQLITE_FCNTL_FILE_POINTER,
                (&raw mut file).cast(),
            )
        };
        let file = NonNull::new(file).filter(|_| code == ffi::SQLITE_OK)?;
        // SAFETY: the file is open.
        let methods = unsafe { file.as_ref().pMethods.as_ref() }?;
        let own = methods.xShmLock.is_some_and(|method| ptr::fn_addr_eq(method, lock as ShmLock));
        own.then_some(Self { file })
    }

    /// Whether the locks that statements give back from now on are kept.
    pub(crate) fn keep(&self, keeping: bool) {
        // SAFETY: the file is open as long as the connection, which owns this.
        unsafe { (*keeper_of(self.file.as_ptr())).keeping = keeping }
    }

    /// Whether one is kept.
    pub(crate) fn is_kept(&self) -> bool {
        // SAFETY: as above.
        unsafe { (*keeper_of(self.file.as_ptr())).kept != NONE }
    }

    /// Gives it back, if one is kept.
    pub(crate) fn give_back(&self) {
        let file = self.file.as_ptr();
        // SAFETY: as above.
        unsafe {
            let keeper = keeper_of(file);
            give_back(file, keeper);
            (*keeper).keeps = 0;
        }
    }
}
