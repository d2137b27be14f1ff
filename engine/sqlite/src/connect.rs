use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use versa_driver::{ConnectOptions, init_statement_failed};
use versa_error::{Error, ErrorCode, Result};

use crate::SqliteDriver;
use crate::decimal::register_decimals;
use crate::error::map_error;
use crate::handle::Handle;
use crate::vfs;

/// How many prepared statements a connection keeps.
const STATEMENT_CACHE: u32 = 256;
/// How long to wait for a lock of another process.
const BUSY_TIMEOUT_MS: u32 = 5_000;

/// Where a database lives.
#[derive(Clone, Debug)]
pub(crate) enum Location {
    Memory,
    File(PathBuf),
}

/// Opens `sqlite:path/to/file.db`, `sqlite:///absolute/path.db` or `sqlite::memory:`.
///
/// # Errors
///
/// `INVALID_CONFIGURATION` for a URL without a path, `CONNECTION_FAILED` where the file cannot be
/// opened, `CORRUPT` where it is not a SQLite database.
pub fn connect(url: &str, options: &ConnectOptions) -> Result<Arc<SqliteDriver>> {
    let location = parse(url)?;
    let primary = open(&location, options, Role::Primary)?;
    Ok(Arc::new(SqliteDriver::new(location, options.clone(), primary)))
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// The one that writes.
    Primary,
    /// One that only reads.
    Reader,
}

/// Opens one connection and sets it up.
pub(crate) fn open(location: &Location, options: &ConnectOptions, role: Role) -> Result<Handle> {
    let connection = open_file(location, options.read_only, role).map_err(|error| {
        let mapped = map_error(error);
        match mapped.code() {
            ErrorCode::Corrupt => mapped,
            _ => mapped.with_code(ErrorCode::ConnectionFailed).hint(
                "check that the folder exists and that this process may read and write the file",
            ),
        }
    })?;
    set_up(&connection, location, options, role).map_err(map_error)?;
    run_init_statements(&connection, &options.init_statements)?;
    if role == Role::Reader {
        connection.execute_batch("PRAGMA query_only = ON").map_err(map_error)?;
    }
    let statements = options.statement_cache.unwrap_or(STATEMENT_CACHE);
    Ok(Handle::new(connection, statements as usize))
}

fn open_file(location: &Location, read_only: bool, role: Role) -> rusqlite::Result<Connection> {
    // One thread at a time uses a connection (its lock sees to it): SQLite's own mutex is not
    // needed.
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match location {
        Location::Memory => Connection::open_in_memory_with_flags(
            flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        ),
        Location::File(path) => {
            let flags = flags
                | if read_only {
                    OpenFlags::SQLITE_OPEN_READ_ONLY
                } else {
                    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
                };
            // Only the primary runs on a thread that says when it rests.
            match vfs::name().filter(|_| role == Role::Primary) {
                Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs),
                None => Connection::open_with_flags(path, flags),
            }
        }
    }
}

fn set_up(
    connection: &Connection,
    location: &Location,
    options: &ConnectOptions,
    role: Role,
) -> rusqlite::Result<()> {
    let busy = options.busy_timeout_ms.unwrap_or(BUSY_TIMEOUT_MS);
    connection.busy_timeout(Duration::from_millis(u64::from(busy)))?;
    // Without this, a quoted name that no column has is taken for a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    register_decimals(connection)?;
    // `like` means the same as on the other databases, and can use an index.
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON")?;
    // Reading the header is what tells that a file is no database.
    connection.query_row("PRAGMA schema_version", [], |_| Ok(()))?;
    if matches!(location, Location::File(_)) && !options.read_only && role == Role::Primary {
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    }
    connection.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000")
}

/// Runs the user's statements, which go before our defaults.
fn run_init_statements(connection: &Connection, statements: &[String]) -> Result<()> {
    for (index, sql) in statements.iter().enumerate() {
        let failed = |error| init_statement_failed(index, &map_error(error));
        connection.execute_batch(sql).map_err(failed)?;
        if !connection.is_autocommit() {
            return Err(Error::new(
                ErrorCode::InvalidConfiguration,
                format!("initStatements[{index}] left a transaction open"),
            )
            .hint("let it end the transaction too, or leave it out"));
        }
    }
    Ok(())
}

fn parse(url: &str) -> Result<Location> {
    let invalid = |message: &str| {
        Error::new(ErrorCode::InvalidConfiguration, message)
            .hint("write sqlite:path/to/file.db or sqlite::memory:")
    };
    let rest = url.strip_prefix("sqlite:").ok_or_else(|| invalid("not a sqlite: URL"))?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path == ":memory:" {
        return Ok(Location::Memory);
    }
    if path.is_empty() {
        return Err(invalid("the sqlite: URL names no file"));
    }
    if path.contains(['?', '\0']) {
        return Err(invalid("the sqlite: URL has a ? or a NUL in its path, which cannot be here")
            .hint("options are the second argument of connect, not a part of the URL"));
    }
    Ok(Location::File(PathBuf::from(path)))
}
