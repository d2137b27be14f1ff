use rusqlite::ffi;
use versa_error::{Error, ErrorCode};

/// A failure of SQLite as an error of ours.
pub(crate) fn map_error(error: rusqlite::Error) -> Error {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => {
            from_failure(failure, message.as_deref().unwrap_or_default())
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => from_failure(error, &msg),
        rusqlite::Error::MultipleStatement => {
            Error::new(ErrorCode::Syntax, "the SQL holds more than one statement")
                .hint("run one statement per call")
        }
        rusqlite::Error::ToSqlConversionFailure(error) => Error::invalid_value(error.to_string()),
        rusqlite::Error::InvalidPath(_) => {
            Error::new(ErrorCode::InvalidConfiguration, "the path of the file is not valid")
        }
        other => Error::new(ErrorCode::DatabaseError, other.to_string()),
    }
}

/// The same, with the statement it happened in.
pub(crate) fn map_error_of(error: rusqlite::Error, sql: &str) -> Error {
    map_error(error).sql(sql)
}

fn from_failure(failure: ffi::Error, message: &str) -> Error {
    let state = format!("SQLITE_{}", failure.extended_code);
    let error = match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => unique(message),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::new(
            ErrorCode::ForeignKeyViolation,
            "the row refers to one that does not exist, or others still refer to it",
        ),
        ffi::SQLITE_CONSTRAINT_NOTNULL => not_null(message),
        ffi::SQLITE_CONSTRAINT_CHECK => check(message),
        _ => from_primary_code(failure, message),
    };
    error.sql_state(state)
}

fn from_primary_code(failure: ffi::Error, message: &str) -> Error {
    match failure.extended_code & 0xff {
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Error::new(
            ErrorCode::LockTimeout,
            "another connection holds the database's lock for longer than the wait allows",
        )
        .hint("keep transactions short, or raise busyTimeoutMs"),
        ffi::SQLITE_READONLY => Error::new(ErrorCode::ReadOnly, capitalised(message)),
        ffi::SQLITE_INTERRUPT => Error::new(ErrorCode::Cancelled, "the statement was cancelled"),
        ffi::SQLITE_NOTADB => Error::new(ErrorCode::Corrupt, "the file is not a SQLite database")
            .hint("check the path; an encrypted database cannot be read either"),
        ffi::SQLITE_CORRUPT => Error::new(ErrorCode::Corrupt, "the database file is damaged")
            .hint("restore a backup, or try sqlite3's .recover"),
        ffi::SQLITE_CANTOPEN => {
            Error::new(ErrorCode::ConnectionFailed, "the database file cannot be opened")
        }
        ffi::SQLITE_FULL => Error::new(ErrorCode::ResourceExhausted, "the disk is full"),
        ffi::SQLITE_IOERR => {
            Error::new(ErrorCode::DatabaseError, "the system could not read or write the file")
                .hint("look at its quotas and limits of the length of files, and at the disk")
        }
        ffi::SQLITE_NOMEM => Error::new(ErrorCode::ResourceExhausted, "SQLite is out of memory"),
        ffi::SQLITE_TOOBIG => Error::new(ErrorCode::InvalidValue, "the value or SQL is too large"),
        ffi::SQLITE_PERM | ffi::SQLITE_AUTH => {
            Error::new(ErrorCode::PermissionDenied, message.to_owned())
        }
        ffi::SQLITE_MISMATCH => {
            Error::new(ErrorCode::InvalidValue, "the value does not fit the column's type")
        }
        ffi::SQLITE_ERROR => from_message(message),
        _ => Error::new(ErrorCode::DatabaseError, message.to_owned()),
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
    let code = if syntax { ErrorCode::Syntax } else { ErrorCode::DatabaseError };
    Error::new(code, message.to_owned())
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
