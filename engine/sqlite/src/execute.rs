use std::borrow::Cow;
use std::sync::Arc;

use rusqlite::ffi;
use versa_ast::Value;
use versa_driver::{Outcome, StatementRequest, Stop, StreamItem, StreamSender};
use versa_error::{Error, Result};
use versa_rows::{Chunk, RowSink};
use versa_sql::{Access, Bulk, Echo, EchoBatch, ResultColumn, Slot, SqlText, Statement};
use versa_sqlite_values::{Cell, check_slots, decode_cell};

use crate::bind::{bind, bind_from};
use crate::declared::declared_columns;
use crate::echo::{Told, has_numbers_for, told};
use crate::error::map_error_of;
use crate::handle::{Handle, Kept};
use crate::prepared::{Prepared, Run};

/// Runs a statement to its end.
pub(crate) fn execute(handle: &Handle, statement: &Statement, params: &[Value]) -> Result<Outcome> {
    if statement.access != Access::Read {
        handle.check_presence()?;
    }
    let execution = Execution::new(handle, statement)?;
    if let Some(echo) = &statement.echo
        && let Some(outcome) = execution.echoed(echo, params)?
    {
        return Ok(outcome);
    }
    handle.with(execution.sql, |kept| {
        let prepared = &mut kept.prepared;
        check_slots(prepared.parameters(), execution.slots)?;
        match statement.bulk {
            None => execution.once(prepared, params),
            Some(bulk) => {
                let cells = bulk_cells(bulk, params)?;
                let outcome = execution
                    .all_or_nothing(|| execution.each_row(prepared, bulk, params, cells).map(Some));
                outcome.map(Option::unwrap_or_default)
            }
        }
    })
}

/// Whether SQL written by the user only reads.
pub(crate) fn is_read_only(handle: &Handle, statement: &Statement) -> Result<bool> {
    let (sql, _) = fixed(statement)?;
    handle.with(sql, |kept| Ok(kept.prepared.read_only()))
}

/// Runs a statement and sends its rows as they come. Blocks the thread it runs on.
pub(crate) fn stream(
    handle: &Handle,
    request: &StatementRequest,
    sender: &StreamSender,
    stop: &Stop,
) -> Result<()> {
    let execution = Execution::new(handle, &request.statement)?;
    handle.with(execution.sql, |kept| {
        let prepared = &mut kept.prepared;
        check_slots(prepared.parameters(), execution.slots)?;
        let mut run = prepared.run();
        bind(&mut run, execution.slots, &request.params, &[])?;
        let first = execution.step(&mut run)?;
        // The reader may end early: that is its right, not a failure. And its time is its own.
        let send = |item| stop.pausing_here(|| sender.blocking_send(Ok(item)).is_ok());
        if let Some(columns) = execution.unknown_columns(run.prepared())
            && !send(StreamItem::Columns(columns))
        {
            return Ok(());
        }
        let mut sink = RowSink::new();
        let mut send = |chunk: Chunk| send(StreamItem::Chunk(chunk));
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

    /// Runs an insert and tells what it returns. `None`, and nothing done, where it cannot be told.
    fn echoed(&self, echo: &Arc<Echo>, params: &[Value]) -> Result<Option<Outcome>> {
        let bulk = self.statement.bulk;
        let rows = match bulk {
            None => params,
            Some(bulk) => bulk_cells(bulk, params)?,
        };
        let width = echo.slots.len();
        self.handle.with(&echo.sql, |kept| {
            let known = kept.told.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, echo));
            if !known {
                let told =
                    told(self.handle, echo).map_err(|error| map_error_of(error, self.sql))?;
                kept.told = Some((Arc::clone(echo), told));
            }
            let Kept { prepared, told: Some((_, Some(told))), batch, .. } = kept else {
                return Ok(None);
            };
            if !rows.chunks(width).all(|row| told.keeps(row)) {
                return Ok(None);
            }
            check_slots(prepared.parameters(), &echo.slots)?;
            let before = prepared.preparations();
            let mut insert = || self.insert_told(prepared, batch, echo, told, rows);
            let outcome = if bulk.is_some() { self.all_or_nothing(insert) } else { insert() };
            if prepared.preparations() != before {
                kept.told = None;
            }
            outcome
        })
    }

    /// Inserts rows and packs what they return. `None` where several were to be inserted and the
    /// table is no longer what it was: then the rows have to be taken back.
    fn insert_told(
        &self,
        prepared: &mut Prepared,
        prepared_batch: &mut Option<Prepared>,
        echo: &Echo,
        told: &Told,
        rows: &[Value],
    ) -> Result<Option<Outcome>> {
        let width = echo.slots.len();
        let mut told_rows = ToldRows { told, sink: RowSink::new(), outcome: Outcome::default() };
        let before = prepared.preparations();
        let mut run = prepared.run();
        let mut rest = rows;
        while let Some((row, others)) = rest.split_at_checked(width) {
            let first = rest.len() == rows.len();
            bind(&mut run, &echo.slots, row, row)?;
            self.step(&mut run)?;
            run.reset();
            let rowid = self.handle.last_insert_rowid();
            if first && run.prepared().preparations() != before && self.is_otherwise(echo, told)? {
                if !others.is_empty() {
                    return Ok(None);
                }
                return self.read_back(echo, rowid).map(Some);
            }
            // A trigger may have ignored the row.
            let changes = self.handle.changes();
            told_rows.add(row, rowid, changes).map_err(|error| error.sql(self.sql))?;
            rest = others;
            // Only behind the first row it is certain that the table is what it was.
            if first && let Some(batch) = self.batch(echo, told, others.len() / width.max(1))? {
                let prepared = match prepared_batch.take() {
                    Some(prepared) => prepared,
                    None => self.handle.prepare(&batch.sql)?,
                };
                let prepared = prepared_batch.insert(prepared);
                match self.insert_batches(prepared, batch, echo, &mut told_rows, others)? {
                    Some(others) => rest = others,
                    None => return Ok(None),
                }
            }
        }
        Ok(Some(told_rows.finish()))
    }

    /// The statement for several rows at once, where there are enough with certain numbers.
    fn batch<'b>(&self, echo: &'b Echo, told: &Told, rows: usize) -> Result<Option<&'b EchoBatch>> {
        let Some(batch) = &echo.batch else { return Ok(None) };
        if rows < batch.rows || !told.takes_batches() {
            return Ok(None);
        }
        let room = has_numbers_for(self.handle, echo, rows);
        let room = room.map_err(|error| map_error_of(error, &echo.sql))?;
        Ok(room.then_some(batch))
    }

    /// Inserts rows, several per statement; the rows that are left over come back. `None` where
    /// some were ignored, and nobody knows which.
    fn insert_batches<'b>(
        &self,
        prepared: &mut Prepared,
        batch: &EchoBatch,
        echo: &Echo,
        told_rows: &mut ToldRows<'_>,
        rows: &'b [Value],
    ) -> Result<Option<&'b [Value]>> {
        let width = echo.slots.len();
        let mut batches = rows.chunks_exact(width * batch.rows);
        let mut run = prepared.run();
        for rows in &mut batches {
            for (at, row) in rows.chunks(width).enumerate() {
                bind_from(&mut run, 1 + at * width, &echo.slots, row, row)?;
            }
            self.step(&mut run)?;
            run.reset();
            let inserted = self.handle.changes();
            if usize::try_from(inserted) != Ok(batch.rows) {
                return Ok(None);
            }
            let last = self.handle.last_insert_rowid();
            for (rowid, row) in (last + 1 - inserted.cast_signed()..).zip(rows.chunks(width)) {
                told_rows.add(row, rowid, 1).map_err(|error| error.sql(self.sql))?;
            }
        }
        Ok(Some(batches.remainder()))
    }

    /// Whether a table that was changed is to be told otherwise than before.
    fn is_otherwise(&self, echo: &Echo, before: &Told) -> Result<bool> {
        let now = told(self.handle, echo).map_err(|error| map_error_of(error, self.sql))?;
        Ok(now.as_ref() != Some(before))
    }

    /// Reads the row that was inserted.
    fn read_back(&self, echo: &Echo, rowid: i64) -> Result<Outcome> {
        let affected = self.handle.changes();
        let mut outcome = Outcome::default();
        let mut sink = RowSink::new();
        let mut prepared = self.handle.prepare(&echo.read)?;
        let mut run = prepared.run();
        run.bind_copied(1, Cell::Integer(rowid));
        self.all_rows(&mut run, &mut sink, &mut outcome)?;
        finish(&mut sink, &mut outcome);
        Ok(Outcome { affected, last_insert_id: Some(rowid), ..outcome })
    }

    /// Runs work of several statements in a savepoint; an answer of `None` takes it back, too.
    fn all_or_nothing(
        &self,
        work: impl FnOnce() -> Result<Option<Outcome>>,
    ) -> Result<Option<Outcome>> {
        let is_outermost = self.handle.is_autocommit();
        self.control("SAVEPOINT versa_bulk")?;
        let result = work();
        let end = match result {
            Ok(Some(_)) => self.control("RELEASE versa_bulk"),
            Err(_) if self.handle.is_autocommit() => Ok(()),
            _ => self.control("ROLLBACK TO versa_bulk; RELEASE versa_bulk"),
        };
        if is_outermost && end.is_err() && !self.handle.is_autocommit() {
            // It was not committed, and nobody else would end it: what is written next would be
            // part of it, acknowledged and lost.
            self.control("ROLLBACK")?;
        }
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
        run.step().map_err(|code| self.handle.failure(code, self.sql))
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
                let cell = run
                    .cell(column)
                    .ok_or_else(|| self.handle.failure(ffi::SQLITE_NOMEM, self.sql))?;
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
}

/// The cells of the rows behind one parameter.
fn bulk_cells(bulk: Bulk, params: &[Value]) -> Result<&[Value]> {
    match params.get(bulk.index as usize) {
        Some(Value::List(cells)) => Ok(cells),
        _ => Err(Error::internal("a bulk statement got no list of rows")),
    }
}

/// The rows of an insert, as they are told.
struct ToldRows<'a> {
    told: &'a Told,
    sink: RowSink,
    outcome: Outcome,
}

impl ToldRows<'_> {
    fn add(&mut self, row: &[Value], rowid: i64, changes: u64) -> Result<()> {
        self.outcome.last_insert_id.get_or_insert(rowid);
        self.outcome.affected += changes;
        if changes > 0 {
            self.told.pack(row, rowid, &mut self.sink)?;
            if self.sink.end_row() {
                self.outcome.chunks.push(self.sink.take());
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Outcome {
        finish(&mut self.sink, &mut self.outcome);
        self.outcome
    }
}

fn finish(sink: &mut RowSink, outcome: &mut Outcome) {
    if !sink.is_empty() {
        outcome.chunks.push(sink.take());
    }
}
