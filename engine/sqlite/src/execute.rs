use std::borrow::Cow;

use rusqlite::ffi;
use versa_ast::Value;
use versa_driver::{Outcome, StatementRequest, StreamItem, StreamSender};
use versa_error::{Error, Result};
use versa_rows::{Chunk, RowSink};
use versa_sql::{Access, Bulk, ResultColumn, Slot, SqlText, Statement};

use crate::bind::{bind, check_slots};
use crate::declared::declared_columns;
use crate::decode::decode_cell;
use crate::error::map_error_of;
use crate::handle::Handle;
use crate::prepared::{Prepared, Run, last_message};

/// Runs a statement to its end.
pub(crate) fn execute(handle: &Handle, statement: &Statement, params: &[Value]) -> Result<Outcome> {
    let execution = Execution::new(handle, statement)?;
    handle.with(execution.sql, |prepared| {
        check_slots(prepared.parameters(), execution.slots)?;
        match statement.bulk {
            None => execution.once(prepared, params),
            Some(bulk) => execution.per_row(prepared, bulk, params),
        }
    })
}

/// Whether SQL written by the user only reads.
pub(crate) fn is_read_only(handle: &Handle, statement: &Statement) -> Result<bool> {
    let (sql, _) = fixed(statement)?;
    handle.with(sql, |prepared| Ok(prepared.read_only()))
}

/// Runs a statement and sends its rows as they come. Blocks the thread it runs on.
pub(crate) fn stream(
    handle: &Handle,
    request: &StatementRequest,
    sender: &StreamSender,
) -> Result<()> {
    let execution = Execution::new(handle, &request.statement)?;
    handle.with(execution.sql, |prepared| {
        check_slots(prepared.parameters(), execution.slots)?;
        let mut run = prepared.run();
        bind(&mut run, execution.slots, &request.params, &[])?;
        let first = execution.step(&mut run)?;
        if let Some(columns) = execution.unknown_columns(run.prepared())
            && sender.blocking_send(Ok(StreamItem::Columns(columns))).is_err()
        {
            return Ok(());
        }
        let mut sink = RowSink::new();
        // The reader may end early: that is its right, not a failure.
        let mut send = |chunk: Chunk| sender.blocking_send(Ok(StreamItem::Chunk(chunk))).is_ok();
        execution.rows(&mut run, first, &mut sink, &mut send)?;
        if !sink.is_empty() {
            send(sink.take());
        }
        Ok(())
    })
}

fn fixed(statement: &Statement) -> Result<(&str, &[Slot])> {
    match &statement.text {
        SqlText::Fixed { sql, slots } => Ok((sql, slots)),
        SqlText::Expanding(_) => Err(Error::internal("SQLite's statements never expand")),
    }
}

struct Execution<'a> {
    handle: &'a Handle,
    sql: &'a str,
    slots: &'a [Slot],
    statement: &'a Statement,
}

impl<'a> Execution<'a> {
    fn new(handle: &'a Handle, statement: &'a Statement) -> Result<Self> {
        let (sql, slots) = fixed(statement)?;
        Ok(Self { handle, sql, slots, statement })
    }

    fn once(&self, prepared: &mut Prepared, params: &[Value]) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        let mut sink = RowSink::new();
        let mut run = prepared.run();
        bind(&mut run, self.slots, params, &[])?;
        self.all_rows(&mut run, &mut sink, &mut outcome)?;
        outcome.columns = self.unknown_columns(run.prepared());
        finish(&mut sink, &mut outcome);
        if self.statement.access != Access::Read {
            outcome.last_insert_id = Some(self.handle.last_insert_rowid());
        }
        Ok(outcome)
    }

    /// Runs the statement once per row, all or nothing.
    fn per_row(&self, prepared: &mut Prepared, bulk: Bulk, params: &[Value]) -> Result<Outcome> {
        let Some(Value::List(cells)) = params.get(bulk.index as usize) else {
            return Err(Error::internal("a bulk statement got no list of rows"));
        };
        self.control("SAVEPOINT versa_bulk")?;
        let result = self.each_row(prepared, bulk, params, cells);
        let end = match result {
            Ok(_) => self.control("RELEASE versa_bulk"),
            Err(_) if self.handle.is_autocommit() => Ok(()),
            Err(_) => self.control("ROLLBACK TO versa_bulk; RELEASE versa_bulk"),
        };
        let outcome = result?;
        end?;
        Ok(outcome)
    }

    fn each_row(
        &self,
        prepared: &mut Prepared,
        bulk: Bulk,
        params: &[Value],
        cells: &[Value],
    ) -> Result<Outcome> {
        let mut sink = RowSink::new();
        let mut outcome = Outcome::default();
        let mut run = prepared.run();
        for (at, row) in cells.chunks(bulk.width.max(1) as usize).enumerate() {
            bind(&mut run, self.slots, params, row)?;
            self.all_rows(&mut run, &mut sink, &mut outcome)?;
            run.reset();
            if at == 0 {
                outcome.last_insert_id = Some(self.handle.last_insert_rowid());
            }
        }
        finish(&mut sink, &mut outcome);
        Ok(outcome)
    }

    fn all_rows(&self, run: &mut Run<'_>, sink: &mut RowSink, outcome: &mut Outcome) -> Result<()> {
        let mut keep = |chunk: Chunk| {
            outcome.chunks.push(chunk);
            true
        };
        let first = self.step(run)?;
        self.rows(run, first, sink, &mut keep)?;
        if self.statement.access != Access::Read && !run.prepared().read_only() {
            outcome.affected += self.handle.changes();
        }
        Ok(())
    }

    /// Goes to the next row, if there is one. The first step prepares anew where tables were
    /// changed: only then the columns are known.
    fn step(&self, run: &mut Run<'_>) -> Result<bool> {
        run.step().map_err(|code| self.failure(code))
    }

    /// Goes through the rows; full chunks go to `deliver`, which says whether to go on.
    fn rows(
        &self,
        run: &mut Run<'_>,
        first: bool,
        sink: &mut RowSink,
        deliver: &mut dyn FnMut(Chunk) -> bool,
    ) -> Result<()> {
        if !first {
            return Ok(());
        }
        let width = run.prepared().columns();
        let types = self.types(run.prepared());
        loop {
            for column in 0..width {
                let logical_type = types.get(column).and_then(|column| column.logical_type);
                let cell = run.cell(column).ok_or_else(|| self.failure(ffi::SQLITE_NOMEM))?;
                decode_cell(cell, logical_type, sink)
                    .map_err(|error| error.column(run.prepared().name(column)).sql(self.sql))?;
            }
            let full = sink.end_row();
            if full && !deliver(sink.take()) {
                return Ok(());
            }
            if !self.step(run)? {
                return Ok(());
            }
        }
    }

    /// How cells are decoded: as the statement says, or else as the columns were declared.
    fn types(&self, prepared: &Prepared) -> Cow<'a, [ResultColumn]> {
        let columns = &self.statement.columns;
        if !columns.is_empty() && columns.iter().all(|column| column.logical_type.is_some()) {
            return Cow::Borrowed(columns);
        }
        let mut declared = declared_columns(prepared);
        for (column, own) in declared.iter_mut().zip(columns) {
            column.logical_type = own.logical_type.or(column.logical_type);
        }
        Cow::Owned(declared)
    }

    fn unknown_columns(&self, prepared: &Prepared) -> Option<Vec<ResultColumn>> {
        let unknown = self.statement.columns.is_empty() && prepared.columns() > 0;
        unknown.then(|| declared_columns(prepared))
    }

    fn control(&self, sql: &str) -> Result<()> {
        self.handle.execute_batch(sql).map_err(|error| map_error_of(error, sql))
    }

    /// What the connection says of a step that failed.
    fn failure(&self, code: i32) -> Error {
        let message = last_message(self.handle);
        map_error_of(rusqlite::Error::SqliteFailure(ffi::Error::new(code), message), self.sql)
    }
}

fn finish(sink: &mut RowSink, outcome: &mut Outcome) {
    if !sink.is_empty() {
        outcome.chunks.push(sink.take());
    }
}
