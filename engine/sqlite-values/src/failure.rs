use versa_error::{Error, ErrorCode};

/// Source: <https://www.sqlite.org/rescode.html>
mod codes {
    pub(super) const SQLITE_ERROR: i32 = 1;
    pub(super) const SQLITE_PERM: i32 = 3;
    pub(super) const SQLITE_BUSY: i32 = 5;
    pub(super) const SQLITE_LOCKED: i32 = 6;
    pub(super) const SQLITE_NOMEM: i32 = 7;
    pub(super) const SQLITE_READONLY: i32 = 8;
    pub(super) const SQLITE_INTERRUPT: i32 = 9;
    pub(super) const SQLITE_IOERR: i32 = 10;
    pub(super) const SQLITE_CORRUPT: i32 = 11;
    pub(super) const SQLITE_FULL: i32 = 13;
    pub(super) const SQLITE_CANTOPEN: i32 = 14;
    pub(super) const SQLITE_TOOBIG: i32 = 18;
    pub(super) const SQLITE_MISMATCH: i32 = 20;
    pub(super) const SQLITE_AUTH: i32 = 23;
    pub(super) const SQLITE_NOTADB: i32 = 26;
    pub(super) const SQLITE_CONSTRAINT_CHECK: i32 = 275;
    pub(super) const SQLITE_CONSTRAINT_FOREIGNKEY: i32 = 787;
    pub(super) const SQLITE_CONSTRAINT_NOTNULL: i32 = 1299;
    pub(super) const SQLITE_CONSTRAINT_PRIMARYKEY: i32 = 1555;
    pub(super) const SQLITE_CONSTRAINT_UNIQUE: i32 = 2067;
    pub(super) const SQLITE_CONSTRAINT_ROWID: i32 = 2579;
}

/// The result code without what an extended one adds to it.
fn primary_code(code: i32) -> i32 {
    code & 0xff
}

/// A failure of SQLite as an error of ours: its (extended) result code and its message.
#[must_use]
pub fn failure(code: i32, message: &str) -> Error {
    let state = format!("SQLITE_{}", code);
    let error = match code {
        codes::SQLITE_CONSTRAINT_UNIQUE
        | codes::SQLITE_CONSTRAINT_PRIMARYKEY
        | codes::SQLITE_CONSTRAINT_ROWID => unique(message),
        codes::SQLITE_CONSTRAINT_FOREIGNKEY => Error::new(
            ErrorCode::ForeignKeyViolation,
            "the row refers to one that does not exist, or others still refer to it",
        ),
        codes::SQLITE_CONSTRAINT_NOTNULL => not_null(message),
        codes::SQLITE_CONSTRAINT_CHECK => check(message),
        _ => from_primary_code(code, message),
    };
    error.sql_state(state)
}

fn from_primary_code(code: i32, message: &str) -> Error {
    match primary_code(code) {
        codes::SQLITE_BUSY | codes::SQLITE_LOCKED => Error::new(
            ErrorCode::LockTimeout,
            "another connection holds the database's lock for longer than the wait allows",
        )
        .hint("keep transactions short, or raise busyTimeoutMs"),
        codes::SQLITE_READONLY => Error::new(ErrorCode::ReadOnly, capitalised(message)),
        codes::SQLITE_INTERRUPT => Error::new(ErrorCode::Cancelled, "the statement was cancelled"),
        codes::SQLITE_NOTADB => Error::new(ErrorCode::Corrupt, "the file is not a SQLite database")
            .hint("check the path; an encrypted database cannot be read either"),
        codes::SQLITE_CORRUPT => Error::new(ErrorCode::Corrupt, "the database file is damaged")
            .hint("restore a backup, or try sqlite3's .recover"),
        codes::SQLITE_CANTOPEN => {
            Error::new(ErrorCode::ConnectionFailed, "the database file cannot be opened")
        }
        codes::SQLITE_FULL => Error::new(ErrorCode::ResourceExhausted, "the disk is full"),
        codes::SQLITE_IOERR => {
            Error::new(ErrorCode::DatabaseError, "the system could not read or write the file")
                .hint("look at its quotas and limits of the length of files, and at the disk")
        }
        codes::SQLITE_NOMEM => Error::new(ErrorCode::ResourceExhausted, "SQLite is out of memory"),
        codes::SQLITE_TOOBIG => {
            Error::new(ErrorCode::InvalidValue, "the value or SQL is too large")
        }
        codes::SQLITE_PERM | codes::SQLITE_AUTH => {
            Error::new(ErrorCode::PermissionDenied, message.to_owned())
        }
        codes::SQLITE_MISMATCH => {
            Error::new(ErrorCode::InvalidValue, "the value does not fit the column's type")
        }
        codes::SQLITE_ERROR => from_message(message),
        _ => Error::new(ErrorCode::DatabaseError, message.to_owned())
            .hint(format!("look up the result code {code} in SQLite's manual")),
    }
}

/// SQLite has one code for everything it finds while preparing; only the message tells them apart.
fn from_message(message: &str) -> Error {
    if let Some(table) = message.strip_prefix("no such table: ") {
        return Error::new(ErrorCode::UnknownTable, format!("there is no table {table}"))
            .table(table.rsplit('.').next().unwrap_or(table));
    }
    if let Some(schema) = message.strip_prefix("unknown database ") {
        return Error::new(ErrorCode::UnknownTable, format!("no schema {schema} is attached"))
            .hint("attach its file: initStatements: [\"attach 'audit.db' as audit\"]");
    }
    if let Some(column) = message.strip_prefix("no such column: ") {
        let column = column.split(" - ").next().unwrap_or(column);
        return unknown_column(column.rsplit('.').next().unwrap_or(column).trim_matches('"'));
    }
    if let Some((table, column)) =
        message.strip_prefix("table ").and_then(|rest| rest.split_once(" has no column named "))
    {
        return unknown_column(column).table(table);
    }
    if message.ends_with("already exists") {
        return Error::new(ErrorCode::AlreadyExists, message.to_owned());
    }
    let syntax = message.contains("syntax error")
        || message.starts_with("incomplete input")
        || message.starts_with("unrecognized token");
    if syntax {
        return Error::new(ErrorCode::Syntax, message.to_owned());
    }
    // The result code is that of errors in general, which says nothing.
    Error::new(ErrorCode::DatabaseError, message.to_owned())
        .hint("look at the message, which is SQLite's own, and at `sql` of this error")
}

fn unknown_column(column: &str) -> Error {
    Error::new(ErrorCode::UnknownColumn, format!("there is no column {column}")).column(column)
}

/// `UNIQUE constraint failed: users.email, users.tenant`, or `index 'name'` for an expression.
fn unique(message: &str) -> Error {
    let places = message.split_once(": ").map_or("", |(_, places)| places);
    if let Some(index) = places.strip_prefix("index ") {
        let index = index.trim_matches('\'');
        return Error::new(ErrorCode::UniqueViolation, format!("{index} has this value already"))
            .constraint(index);
    }
    let error = Error::new(
        ErrorCode::UniqueViolation,
        format!("a row with the same {places} exists already"),
    );
    at_first_place(error, places)
}

/// `NOT NULL constraint failed: users.name`
fn not_null(message: &str) -> Error {
    let places = message.split_once(": ").map_or("", |(_, places)| places);
    let error = Error::new(ErrorCode::NotNullViolation, format!("{places} must have a value"));
    at_first_place(error, places)
}

/// `CHECK constraint failed: users_role_check`, or the expression where it has no name.
fn check(message: &str) -> Error {
    let name = message.split_once(": ").map_or("", |(_, name)| name);
    Error::new(ErrorCode::CheckViolation, format!("the check {name} refused the value"))
        .constraint(name)
}

fn at_first_place(error: Error, places: &str) -> Error {
    let first = places.split(", ").next().unwrap_or_default();
    match first.split_once('.') {
        Some((table, column)) => error.table(table).column(column),
        None => error,
    }
}

fn capitalised(message: &str) -> String {
    if message.is_empty() { "the database is read-only".to_owned() } else { message.to_owned() }
}
