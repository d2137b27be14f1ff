use std::borrow::Cow;

use rusqlite::{CachedStatement, Connection};
use versa_ast::Value;
use versa_driver::{Outcome, StatementRequest, StreamItem, StreamSender};
use versa_error::{Error, Result};
use versa_rows::{Chunk, RowSink};
use versa_sql::{Access, Bulk, ResultColumn, Slot, SqlText, Statement};

use crate::bind::bind;
use crate::declared::declared_columns;
use crate::decode::decode_cell;
use crate::error::map_error_of;

/// Runs a statement to its end.
pub(crate) fn execute(
    connection: &Connection,
    statement: &Statement,
    params: &[Value],
) -> Result<Outcome> {
    let (sql, slots) = fixed(statement)?;
    let run = Run { connection, sql, slots, statement };
    match statement.bulk {
        None => run.once(params),
        Some(bulk) => run.per_row(bulk, params),
    }
}

/// Whether SQL written by the user only reads.
pub(crate) fn is_read_only(connection: &Connection, statement: &Statement) -> Result<bool> {
    let (sql, _) = fixed(statement)?;
    let prepared = connection.prepare_cached(sql).map_err(|error| map_error_of(error, sql))?;
    Ok(prepared.readonly())
}

/// Runs a statement and sends its rows as they come. Blocks the thread it runs on.
pub(crate) fn stream(
    connection: &Connection,
    request: &StatementRequest,
    sender: &StreamSender,
) -> Result<()> {
    let (sql, slots) = fixed(&request.statement)?;
    let run = Run { connection, sql, slots, statement: &request.statement };
    let mut prepared = run.prepare()?;
    bind(&mut prepared, slots, &request.params, &[])?;
    if let Some(columns) = run.unknown_columns(&prepared)
        && sender.blocking_send(Ok(StreamItem::Columns(columns))).is_err()
    {
        return Ok(());
    }
    let mut sink = RowSink::new();
    // The reader may end early: that is its right, not a failure.
    let mut send = |chunk: Chunk| sender.blocking_send(Ok(StreamItem::Chunk(chunk))).is_ok();
    run.rows(&mut prepared, &mut sink, &mut send)?;
    if !sink.is_empty() {
        send(sink.take());
    }
    Ok(())
}

fn fixed(statement: &Statement) -> Result<(&str, &[Slot])> {
    match &statement.text {
        SqlText::Fixed { sql, slots } => Ok((sql, slots)),
        SqlText::Expanding(_) => Err(Error::internal("SQLite's statements never expand")),
    }
}

struct Run<'a> {
    connection: &'a Connection,
    sql: &'a str,
    slots: &'a [Slot],
    statement: &'a Statement,
}

impl<'a> Run<'a> {
    fn prepare(&self) -> Result<CachedStatement<'a>> {
        self.connection.prepare_cached(self.sql).map_err(|error| self.error(error))
    }

    fn once(&self, params: &[Value]) -> Result<Outcome> {
        let mut prepared = self.prepare()?;
        bind(&mut prepared, self.slots, params, &[])?;
        let mut sink = RowSink::new();
        let mut outcome =
            Outcome { columns: self.unknown_columns(&prepared), ..Outcome::default() };
        self.step(&mut prepared, &mut sink, &mut outcome)?;
        finish(&mut sink, &mut outcome);
        if self.statement.access != Access::Read {
            outcome.last_insert_id = Some(self.connection.last_insert_rowid());
        }
        Ok(outcome)
    }

    /// Runs the statement once per row, all or nothing.
    fn per_row(&self, bulk: Bulk, params: &[Value]) -> Result<Outcome> {
        let Some(Value::List(cells)) = params.get(bulk.index as usize) else {
            return Err(Error::internal("a bulk statement got no list of rows"));
        };
        self.control("SAVEPOINT versa_bulk")?;
        let result = self.all_rows(bulk, params, cells);
        let end = match result {
            Ok(_) => self.control("RELEASE versa_bulk"),
            Err(_) if self.connection.is_autocommit() => Ok(()),
            Err(_) => self.control("ROLLBACK TO versa_bulk; RELEASE versa_bulk"),
        };
        let outcome = result?;
        end?;
        Ok(outcome)
    }

    fn all_rows(&self, bulk: Bulk, params: &[Value], cells: &[Value]) -> Result<Outcome> {
        let mut prepared = self.prepare()?;
        let mut sink = RowSink::new();
        let mut outcome = Outcome::default();
        for (at, row) in cells.chunks(bulk.width.max(1) as usize).enumerate() {
            bind(&mut prepared, self.slots, params, row)?;
            self.step(&mut prepared, &mut sink, &mut outcome)?;
            if at == 0 {
                outcome.last_insert_id = Some(self.connection.last_insert_rowid());
            }
        }
        finish(&mut sink, &mut outcome);
        Ok(outcome)
    }

    fn step(
        &self,
        prepared: &mut CachedStatement<'_>,
        sink: &mut RowSink,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let mut keep = |chunk: Chunk| {
            outcome.chunks.push(chunk);
            true
        };
        self.rows(prepared, sink, &mut keep)?;
        if self.statement.access != Access::Read && !prepared.readonly() {
            outcome.affected += self.connection.changes();
        }
        Ok(())
    }

    /// Steps through the rows; full chunks go to `deliver`, which says whether to go on.
    fn rows(
        &self,
        prepared: &mut CachedStatement<'_>,
        sink: &mut RowSink,
        deliver: &mut dyn FnMut(Chunk) -> bool,
    ) -> Result<()> {
        let width = prepared.column_count();
        let types = self.types(prepared);
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().map_err(|error| self.error(error))? {
            for column in 0..width {
                let cell = row.get_ref(column).map_err(|error| self.error(error))?;
                let logical_type = types.get(column).and_then(|column| column.logical_type);
                decode_cell(cell, logical_type, sink).map_err(|error| {
                    let name = row.as_ref().column_name(column).unwrap_or("?").to_owned();
                    error.column(name).sql(self.sql)
                })?;
            }
            if sink.end_row() && !deliver(sink.take()) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// How cells are decoded: as the statement says, or else as the columns were declared.
    fn types(&self, prepared: &CachedStatement<'_>) -> Cow<'a, [ResultColumn]> {
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

    fn unknown_columns(&self, prepared: &CachedStatement<'_>) -> Option<Vec<ResultColumn>> {
        let unknown = self.statement.columns.is_empty() && prepared.column_count() > 0;
        unknown.then(|| declared_columns(prepared))
    }

    fn control(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| map_error_of(error, sql))
    }

    fn error(&self, error: rusqlite::Error) -> Error {
        map_error_of(error, self.sql)
    }
}

fn finish(sink: &mut RowSink, outcome: &mut Outcome) {
    if !sink.is_empty() {
        outcome.chunks.push(sink.take());
    }
}
