//! Frames of the log that are written whole.
//!
//! SQLite writes each frame of the log in two system calls, its header and then the page, and a
//! small statement writes a frame or two. Here a header waits for its page, and both are written
//! at once.
//!
//! Nothing else changes: only a header at the very end of what was written waits, and SQLite writes
//! the page of such a header next, before it says in the log's index that the frame is there. What
//! is done to the file meanwhile, if anything is, finds the header written.
#![allow(unsafe_code, reason = "the C interface")]

use std::ffi::{c_int, c_void};
use std::ptr;
use std::slice;

use rusqlite::ffi;

/// How long the header of a frame is; see SQLite's `wal.c`.
const HEADER: usize = 24;

/// What stands behind the system's own data of a log.
#[repr(C)]
pub(super) struct FrameWriter {
    /// What SQLite calls: the file points here, so this has to be the first field.
    methods: ffi::sqlite3_io_methods,
    system: Methods,
    /// Where what was written last ends.
    end: i64,
    /// A header that waits for its page, and where it belongs.
    waiting: Option<(i64, [u8; HEADER])>,
    /// A frame, while it is written.
    frame: Vec<u8>,
}

/// The system's methods that are called through here.
#[derive(Clone, Copy)]
struct Methods {
    write: unsafe extern "C" fn(*mut ffi::sqlite3_file, *const c_void, c_int, i64) -> c_int,
    read: unsafe extern "C" fn(*mut ffi::sqlite3_file, *mut c_void, c_int, i64) -> c_int,
    truncate: unsafe extern "C" fn(*mut ffi::sqlite3_file, i64) -> c_int,
    sync: unsafe extern "C" fn(*mut ffi::sqlite3_file, c_int) -> c_int,
    size: unsafe extern "C" fn(*mut ffi::sqlite3_file, *mut i64) -> c_int,
    close: unsafe extern "C" fn(*mut ffi::sqlite3_file) -> c_int,
}

impl Methods {
    fn of(methods: &ffi::sqlite3_io_methods) -> Option<Self> {
        Some(Self {
            write: methods.xWrite?,
            read: methods.xRead?,
            truncate: methods.xTruncate?,
            sync: methods.xSync?,
            size: methods.xFileSize?,
            close: methods.xClose?,
        })
    }
}

/// Lets the frames of a log be written whole.
///
/// # Safety
///
/// The file was opened, and there is room for a [`FrameWriter`] at the place.
pub(super) unsafe fn put_frame_writer(file: *mut ffi::sqlite3_file, place: *mut FrameWriter) {
    // SAFETY: as above.
    unsafe {
        let Some(&methods) = (*file).pMethods.as_ref() else { return };
        let Some(system) = Methods::of(&methods) else { return };
        let methods = ffi::sqlite3_io_methods {
            xWrite: Some(write),
            xRead: Some(read),
            xTruncate: Some(truncate),
            xSync: Some(sync),
            xFileSize: Some(size),
            xClose: Some(close),
            ..methods
        };
        place.write(FrameWriter { methods, system, end: -1, waiting: None, frame: Vec::new() });
        (*file).pMethods = &raw const (*place).methods;
    }
}

/// # Safety
///
/// The file has a writer, and nobody else works with it.
unsafe fn writer_of<'a>(file: *mut ffi::sqlite3_file) -> &'a mut FrameWriter {
    // SAFETY: its methods are the writer's first field.
    unsafe { &mut *(*file).pMethods.cast_mut().cast() }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    data: *const c_void,
    amount: c_int,
    offset: i64,
) -> c_int {
    // SAFETY: only files with a writer have this method; SQLite gives as many bytes as it says.
    unsafe {
        let writer = writer_of(file);
        let bytes = slice::from_raw_parts(data.cast::<u8>(), usize::try_from(amount).unwrap_or(0));
        let behind = offset + i64::from(amount);
        if let Some((at, header)) = writer.waiting
            && offset == at + HEADER as i64
        {
            writer.waiting = None;
            writer.end = behind;
            writer.frame.clear();
            writer.frame.extend_from_slice(&header);
            writer.frame.extend_from_slice(bytes);
            let frame = writer.frame.as_ptr().cast();
            return (writer.system.write)(file, frame, amount + HEADER as c_int, at);
        }
        let code = flush(file);
        if code != ffi::SQLITE_OK {
            return code;
        }
        if offset == writer.end
            && let Ok(header) = bytes.try_into()
        {
            writer.waiting = Some((offset, header));
            return ffi::SQLITE_OK;
        }
        writer.end = behind;
        (writer.system.write)(file, data, amount, offset)
    }
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    data: *mut c_void,
    amount: c_int,
    offset: i64,
) -> c_int {
    // SAFETY: only files with a writer have this method.
    unsafe {
        match flush(file) {
            ffi::SQLITE_OK => (writer_of(file).system.read)(file, data, amount, offset),
            code => code,
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    // SAFETY: as above.
    unsafe {
        match flush(file) {
            ffi::SQLITE_OK => (writer_of(file).system.truncate)(file, length),
            code => code,
        }
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: as above.
    unsafe {
        match flush(file) {
            ffi::SQLITE_OK => (writer_of(file).system.sync)(file, flags),
            code => code,
        }
    }
}

unsafe extern "C" fn size(file: *mut ffi::sqlite3_file, length: *mut i64) -> c_int {
    // SAFETY: as above.
    unsafe {
        match flush(file) {
            ffi::SQLITE_OK => (writer_of(file).system.size)(file, length),
            code => code,
        }
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: as above; the file is not used again, so what it owned is taken out of it.
    unsafe {
        flush(file);
        let writer = ptr::read(writer_of(file));
        (writer.system.close)(file)
    }
}

/// Writes the header that waits, if one does.
///
/// # Safety
///
/// The file has a writer.
unsafe fn flush(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: as above.
    unsafe {
        let writer = writer_of(file);
        match writer.waiting.take() {
            None => ffi::SQLITE_OK,
            Some((at, header)) => {
                writer.end = at + HEADER as i64;
                (writer.system.write)(file, header.as_ptr().cast(), HEADER as c_int, at)
            }
        }
    }
}
