//! Prepared statements on SQLite's C interface.
//!
//! rusqlite's statements borrow their connection, look at each cell three times and copy each
//! text that is bound. On the way of every row that is a third of the work, so the statements that
//! queries run on are these; all else stays with rusqlite.
#![allow(unsafe_code, reason = "the C interface")]

use std::ffi::{CStr, c_char, c_int};
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use rusqlite::{Connection, ffi};
use versa_ast::Value;
use versa_sqlite_values::Cell;

/// A statement of one connection; it must not outlive it.
#[derive(Debug)]
pub(crate) struct Prepared {
    statement: NonNull<ffi::sqlite3_stmt>,
    parameters: usize,
    read_only: bool,
}

// SAFETY: SQLite lets any thread use a statement as long as it is one at a time, which owning it
// means.
unsafe impl Send for Prepared {}

impl Prepared {
    /// Prepares SQL that holds one statement. `None` where this could not be done, or where there
    /// is more than one: rusqlite knows to say what is wrong with it.
    pub(crate) fn new(connection: &Connection, sql: &str) -> Option<Self> {
        let (statement, rest) = prepare(connection, sql)?;
        let statement = statement?;
        // What is behind a statement may be a comment, which prepares to nothing.
        let alone = rest.trim().is_empty() || matches!(prepare(connection, rest), Some((None, _)));
        alone.then_some(statement)
    }

    fn of(statement: NonNull<ffi::sqlite3_stmt>) -> Self {
        // SAFETY: the statement was just made, and is not finalized before the drop.
        let (parameters, read_only) = unsafe {
            (
                ffi::sqlite3_bind_parameter_count(statement.as_ptr()),
                ffi::sqlite3_stmt_readonly(statement.as_ptr()) != 0,
            )
        };
        let parameters = usize::try_from(parameters).unwrap_or_default();
        Self { statement, parameters, read_only }
    }

    /// How many parameters there are.
    pub(crate) fn parameters(&self) -> usize {
        self.parameters
    }

    /// Whether it only reads.
    pub(crate) fn read_only(&self) -> bool {
        self.read_only
    }

    /// How many columns a row has.
    pub(crate) fn columns(&self) -> usize {
        // SAFETY: the statement is alive.
        let count = unsafe { ffi::sqlite3_column_count(self.statement.as_ptr()) };
        usize::try_from(count).unwrap_or_default()
    }

    /// The name of a column.
    pub(crate) fn name(&self, column: usize) -> String {
        // SAFETY: SQLite checks the column; the name lives until the statement is used again.
        unsafe { text_of(ffi::sqlite3_column_name(self.statement.as_ptr(), index(column))) }
            .unwrap_or_default()
    }

    /// The type that a column was declared with; none where it is an expression.
    pub(crate) fn declared_type(&self, column: usize) -> Option<String> {
        // SAFETY: as for `name`.
        unsafe { text_of(ffi::sqlite3_column_decltype(self.statement.as_ptr(), index(column))) }
    }

    /// How many times SQLite prepared it anew because the tables were changed.
    pub(crate) fn preparations(&self) -> i32 {
        // SAFETY: the statement is alive.
        unsafe {
            ffi::sqlite3_stmt_status(self.statement.as_ptr(), ffi::SQLITE_STMTSTATUS_REPREPARE, 0)
        }
    }

    /// Begins a run. Whatever is bound to it lives until the run is over.
    pub(crate) fn run(&mut self) -> Run<'_> {
        Run { prepared: self, values: PhantomData }
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        // SAFETY: nothing else knows the statement. The result repeats the last failure of a run.
        unsafe { ffi::sqlite3_finalize(self.statement.as_ptr()) };
    }
}

/// A statement that is being run. Dropping it ends the run and forgets what was bound.
pub(crate) struct Run<'a> {
    prepared: &'a mut Prepared,
    values: PhantomData<&'a Value>,
}

impl<'a> Run<'a> {
    /// The statement.
    pub(crate) fn prepared(&self) -> &Prepared {
        self.prepared
    }

    /// Binds a value to a parameter, the first of which is 1. False where SQLite refuses it: the
    /// value is too long.
    pub(crate) fn bind(&mut self, parameter: usize, value: Cell<'a>) -> bool {
        // SAFETY: text and bytes live for 'a, which is longer than the run; the drop unbinds them.
        unsafe { self.bind_value(parameter, value, ffi::SQLITE_STATIC()) }
    }

    /// Binds a value that SQLite copies.
    pub(crate) fn bind_copied(&mut self, parameter: usize, value: Cell<'_>) -> bool {
        // SAFETY: text and bytes are copied before the call returns.
        unsafe { self.bind_value(parameter, value, ffi::SQLITE_TRANSIENT()) }
    }

    /// # Safety
    ///
    /// Text and bytes live for as long as `lifetime` tells SQLite they do.
    unsafe fn bind_value(
        &mut self,
        parameter: usize,
        value: Cell<'_>,
        lifetime: ffi::sqlite3_destructor_type,
    ) -> bool {
        let statement = self.prepared.statement.as_ptr();
        let at = index(parameter);
        // SAFETY: the statement is alive; lengths are those of the slices; an empty slice's pointer
        // is not null, which would mean NULL.
        let code = unsafe {
            match value {
                Cell::Null => ffi::sqlite3_bind_null(statement, at),
                Cell::Integer(value) => ffi::sqlite3_bind_int64(statement, at, value),
                Cell::Real(value) => ffi::sqlite3_bind_double(statement, at, value),
                Cell::Text(text) => ffi::sqlite3_bind_text64(
                    statement,
                    at,
                    text.as_ptr().cast(),
                    text.len() as u64,
                    lifetime,
                    ffi::SQLITE_UTF8 as u8,
                ),
                Cell::Blob(bytes) => ffi::sqlite3_bind_blob64(
                    statement,
                    at,
                    bytes.as_ptr().cast(),
                    bytes.len() as u64,
                    lifetime,
                ),
            }
        };
        code == ffi::SQLITE_OK
    }

    /// Goes to the next row: true where there is one. The code of a failure else.
    pub(crate) fn step(&mut self) -> Result<bool, c_int> {
        // SAFETY: the statement is alive, and what is bound to it is too.
        match unsafe { ffi::sqlite3_step(self.prepared.statement.as_ptr()) } {
            ffi::SQLITE_ROW => Ok(true),
            ffi::SQLITE_DONE => Ok(false),
            failure => Err(failure),
        }
    }

    /// A cell of the row the run stands on. `None` where there is no memory for it.
    pub(crate) fn cell(&self, column: usize) -> Option<Cell<'_>> {
        // SAFETY: the value lives until the next step, which needs the run that is borrowed here;
        // the connection was opened without a mutex of its own, where an unprotected value is as
        // good as a protected one. A column beyond the last is NULL.
        unsafe {
            let statement = self.prepared.statement.as_ptr();
            let value = ffi::sqlite3_column_value(statement, index(column));
            match ffi::sqlite3_value_type(value) {
                ffi::SQLITE_INTEGER => Some(Cell::Integer(ffi::sqlite3_value_int64(value))),
                ffi::SQLITE_FLOAT => Some(Cell::Real(ffi::sqlite3_value_double(value))),
                ffi::SQLITE_TEXT => {
                    let text = ffi::sqlite3_value_text(value);
                    bytes_of(text, ffi::sqlite3_value_bytes(value)).map(Cell::Text)
                }
                ffi::SQLITE_BLOB => {
                    let bytes = ffi::sqlite3_value_blob(value).cast::<u8>();
                    match ffi::sqlite3_value_bytes(value) {
                        0 => Some(Cell::Blob(&[])),
                        length => bytes_of(bytes, length).map(Cell::Blob),
                    }
                }
                _ => Some(Cell::Null),
            }
        }
    }

    /// Ends the run of a row of a bulk statement; the next one can be bound.
    pub(crate) fn reset(&mut self) {
        // SAFETY: the statement is alive. The code repeats the failure of the last step.
        unsafe { ffi::sqlite3_reset(self.prepared.statement.as_ptr()) };
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.reset();
        // SAFETY: the statement is alive and not running.
        unsafe { ffi::sqlite3_clear_bindings(self.prepared.statement.as_ptr()) };
    }
}

/// Prepares the first statement of a text; what is behind it comes back too. `None` for a failure,
/// no statement for a text that has none.
fn prepare<'a>(connection: &Connection, sql: &'a str) -> Option<(Option<Prepared>, &'a str)> {
    let length = c_int::try_from(sql.len()).ok()?;
    let text = sql.as_ptr().cast::<c_char>();
    let (mut statement, mut rest) = (ptr::null_mut(), ptr::null());
    // SAFETY: the text has the length said and lives through the call; the connection is open; the
    // rest is within the text.
    let (code, rest) = unsafe {
        let code = ffi::sqlite3_prepare_v3(
            connection.handle(),
            text,
            length,
            ffi::SQLITE_PREPARE_PERSISTENT,
            &raw mut statement,
            &raw mut rest,
        );
        (code, if rest.is_null() { 0 } else { rest.offset_from(text) })
    };
    if code != ffi::SQLITE_OK {
        return None;
    }
    let rest = sql.get(usize::try_from(rest).ok()?..)?;
    Some((NonNull::new(statement).map(Prepared::of), rest))
}

/// What the connection says of its last failure.
pub(crate) fn last_message(connection: &Connection) -> Option<String> {
    // SAFETY: the connection is open; the message lives until it is used again.
    unsafe { text_of(ffi::sqlite3_errmsg(connection.handle())) }
}

/// SQLite's counts and places are of this type; it refuses what is beyond its limits.
fn index(place: usize) -> c_int {
    c_int::try_from(place).unwrap_or(c_int::MAX)
}

/// # Safety
///
/// A pointer that is not null points to that many bytes, which live for the lifetime asked for.
unsafe fn bytes_of<'a>(bytes: *const u8, length: c_int) -> Option<&'a [u8]> {
    if bytes.is_null() {
        return None;
    }
    // SAFETY: said above.
    Some(unsafe { std::slice::from_raw_parts(bytes, usize::try_from(length).ok()?) })
}

/// # Safety
///
/// A pointer that is not null points to a text with a zero at its end.
unsafe fn text_of(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: said above.
    Some(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}
