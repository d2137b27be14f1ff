use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use rusqlite::{Connection, ffi};
use rustc_hash::FxBuildHasher;
use versa_error::{Error, ErrorCode, Result};
use versa_sql::Echo;
use versa_sqlite_values::Cell;

use crate::echo::Told;
use crate::error::map_error_of;
use crate::prepared::{Prepared, last_message};
use crate::presence::Presence;
use crate::vfs::ReadLock;

/// An open connection with the statements that were prepared on it.
#[derive(Debug)]
pub(crate) struct Handle {
    // Before the connection: fields are dropped in their order, and statements must go first.
    statements: RefCell<Statements>,
    connection: Connection,
    /// Of the primary connection to a file.
    read_lock: Option<ReadLock>,
    presence: Option<Presence>,
}

#[derive(Debug)]
struct Statements {
    by_sql: HashMap<Box<str>, Kept, FxBuildHasher>,
    capacity: usize,
    /// Counts the uses; by it the statement that was not used for longest is known.
    uses: u64,
}

/// A statement with what is known of it.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The statement.
    pub(crate) prepared: Prepared,
    /// How the rows that an insert returns are told, if they can be; nothing before it was asked.
    /// The same insert may return one thing here and another there: it is known of the last.
    pub(crate) told: Option<(Arc<Echo>, Option<Told>)>,
    /// The same insert of several rows.
    pub(crate) batch: Option<Prepared>,
    last_use: u64,
}

impl Handle {
    /// A connection that keeps at most so many statements.
    pub(crate) fn new(connection: Connection, statements: usize) -> Self {
        let statements =
            Statements { by_sql: HashMap::default(), capacity: statements.max(1), uses: 0 };
        let read_lock = ReadLock::of(&connection);
        let presence = Presence::of(&connection);
        Self { statements: RefCell::new(statements), connection, read_lock, presence }
    }

    /// Sees to it that what is written now will be found again.
    ///
    /// # Errors
    ///
    /// `CONNECTION_LOST` where the file was removed or replaced.
    pub(crate) fn check_presence(&self) -> Result<()> {
        self.presence.as_ref().map_or(Ok(()), Presence::check)
    }

    /// Works, and keeps the lock of what it reads for whoever reads next, until `rest`.
    pub(crate) fn keeping_read_lock<T>(&self, work: impl FnOnce() -> T) -> T {
        let Some(lock) = &self.read_lock else { return work() };
        lock.keep(true);
        let result = work();
        lock.keep(false);
        result
    }

    /// Whether the lock of a reader is kept.
    pub(crate) fn keeps_read_lock(&self) -> bool {
        self.read_lock.as_ref().is_some_and(ReadLock::is_kept)
    }

    /// Gives the lock of a reader back, if it is kept.
    pub(crate) fn rest(&self) {
        if let Some(lock) = &self.read_lock {
            lock.give_back();
        }
    }

    /// Prepares SQL, or finds it prepared, and works with it.
    ///
    /// # Errors
    ///
    /// Those of `work`; `SYNTAX` and the like where the SQL is wrong.
    pub(crate) fn with<T>(
        &self,
        sql: &str,
        work: impl FnOnce(&mut Kept) -> Result<T>,
    ) -> Result<T> {
        let mut statements = self
            .statements
            .try_borrow_mut()
            .map_err(|_| Error::internal("a statement was run from within another one"))?;
        statements.uses += 1;
        let last_use = statements.uses;
        if let Some(kept) = statements.by_sql.get_mut(sql) {
            kept.last_use = last_use;
            return work(kept);
        }
        let prepared = self.prepare(sql)?;
        if statements.by_sql.len() >= statements.capacity {
            statements.forget_oldest();
        }
        let kept = Kept { prepared, told: None, batch: None, last_use };
        work(statements.by_sql.entry(sql.into()).or_insert(kept))
    }

    /// Runs a statement that begins or ends something, and keeps it prepared.
    ///
    /// # Errors
    ///
    /// What SQLite says of it.
    pub(crate) fn control(&self, sql: &str) -> Result<()> {
        self.with(sql, |kept| match kept.prepared.run().step() {
            Ok(_) => Ok(()),
            Err(code) => Err(self.failure(code, sql)),
        })
    }

    /// How long the connection waits for a lock now, in milliseconds: the user may have changed it.
    ///
    /// # Errors
    ///
    /// What SQLite says of it.
    pub(crate) fn busy_timeout(&self) -> Result<i32> {
        const SQL: &str = "PRAGMA busy_timeout";
        self.with(SQL, |kept| {
            let mut run = kept.prepared.run();
            run.step().map_err(|code| self.failure(code, SQL))?;
            match run.cell(0) {
                Some(Cell::Integer(milliseconds)) => Ok(milliseconds.try_into().unwrap_or(0)),
                _ => Ok(0),
            }
        })
    }

    /// What the connection says of a step that failed.
    pub(crate) fn failure(&self, code: i32, sql: &str) -> Error {
        let message = last_message(&self.connection);
        map_error_of(rusqlite::Error::SqliteFailure(ffi::Error::new(code), message), sql)
    }

    /// Prepares SQL without keeping it.
    pub(crate) fn prepare(&self, sql: &str) -> Result<Prepared> {
        if let Some(prepared) = Prepared::new(&self.connection, sql) {
            return Ok(prepared);
        }
        let wrong = self.connection.prepare(sql).map(drop);
        Err(match wrong {
            Err(error) => map_error_of(error, sql),
            Ok(()) => Error::new(ErrorCode::Syntax, "the SQL does not hold one statement").sql(sql),
        })
    }
}

impl Deref for Handle {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Statements {
    fn forget_oldest(&mut self) {
        let oldest = self.by_sql.iter().min_by_key(|(_, kept)| kept.last_use);
        if let Some(sql) = oldest.map(|(sql, _)| sql.clone()) {
            self.by_sql.remove(&sql);
        }
    }
}
