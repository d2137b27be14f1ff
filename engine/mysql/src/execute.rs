//! Runs one text with its values on a session.

use std::sync::Arc;

use versa_error::{Error, ErrorCode, Result};
use versa_rows::RowSink;
use versa_sql::{Access, Bound, ResultColumn};

use crate::decode::Unreadable;
use crate::prepared::{Plan, Prepared};
use crate::session::{self, Session};
use crate::wire::column::Column;
use crate::wire::reply::{self, Done, Inserted, Reply};
use crate::wire::{Channel, Failure, ServerError};
use crate::{bind, decode, error};
use versa_driver::Rows;

/// A text, its values, and what its result shall be.
pub(crate) struct Text<'a> {
    pub(crate) sql: Arc<str>,
    pub(crate) values: &'a [Bound<'a>],
    pub(crate) columns: &'a [ResultColumn],
    pub(crate) access: Access,
}

/// What running a text brought, besides its rows.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    pub(crate) affected: u64,
    pub(crate) last_insert_id: Option<i64>,
    /// Of an insert of several rows: how many there were, and existed already.
    pub(crate) inserted: Option<Inserted>,
    pub(crate) columns: Option<Vec<ResultColumn>>,
    /// The reader left before the last row: the server still has some to send.
    pub(crate) abandoned: bool,
}

/// Runs a text.
///
/// # Errors
///
/// Everything the driver maps.
pub(crate) async fn run(
    session: &mut Session,
    text: &Text<'_>,
    rows: &mut Rows<'_>,
) -> Result<Ran> {
    let failed = |failure: Failure| error::map(failure).sql(&*text.sql);
    bind::check_count(text.values)?;
    // Without a round trip where the session knows the text.
    if let Err(failure) = session.prepare(&text.sql).await {
        let refused = error::map(failure);
        if text.values.is_empty() && is_not_preparable(&refused) {
            let done = session::run_text(&mut session.channel, &text.sql).await.map_err(failed)?;
            return Ok(Ran { affected: done.affected, ..Ran::default() });
        }
        return Err(refused.sql(&*text.sql));
    }
    let Session { channel, statements, .. } = session;
    let statement = statements
        .get(&text.sql)
        .ok_or_else(|| Error::internal("a statement that was prepared is gone"))?;
    let sequence = bind::execute(&mut channel.outgoing, statement, text.values)
        .map_err(|refused| refused.sql(&*text.sql))?;
    channel.send().await.map_err(failed)?;

    let mut reader = Reader::new(text);
    let mut ran = Ran::default();
    let mut reply = channel.reply(sequence).await.map_err(failed)?;
    loop {
        let ended = match reply {
            Reply::Done(done) => Some(done),
            Reply::Columns { count, are_told } => {
                take_columns(channel, statement, count, are_told).await.map_err(failed)?;
                reader.rows(channel, statement, rows).await.map_err(failed)?
            }
        };
        let Some(done) = ended else {
            channel.has_unread_rows = true;
            ran.columns = reader.columns;
            ran.abandoned = true;
            return Ok(ran);
        };
        ran.affected = ran.affected.saturating_add(done.affected);
        let id = i64::try_from(done.last_insert_id).ok().filter(|&id| id != 0);
        ran.last_insert_id = ran.last_insert_id.or(id);
        ran.inserted = done.inserted;
        if !done.more_results {
            break;
        }
        reply = channel.next_reply().await.map_err(failed)?;
    }
    let columns = statement.columns.get();
    reader.finish(columns, rows).await.map_err(|refused| refused.sql(&*text.sql))?;
    if text.access == Access::Write && ran.affected == 0 {
        // MariaDB counts nothing where a write returns its rows.
        ran.affected = reader.rows;
    }
    ran.columns = reader.columns;
    Ok(ran)
}

/// The server says this of statements that have no prepared form, like `LOCK TABLES`.
fn is_not_preparable(error: &Error) -> bool {
    error.code() == ErrorCode::Unsupported
}

/// Learns what the columns of a result are, where the server says it.
async fn take_columns(
    channel: &mut Channel,
    statement: &mut Prepared,
    count: usize,
    are_told: bool,
) -> std::result::Result<(), Failure> {
    if are_told {
        channel.take_definitions(count).await?;
        if statement.columns.update(&channel.definitions)? {
            statement.plan = None;
        }
    } else if count != statement.columns.get().len() {
        return Err(Failure::Protocol("a result without its columns"));
    }
    Ok(())
}

/// Takes the rows of one statement's results.
struct Reader<'a> {
    text: &'a Text<'a>,
    /// The columns, where the text did not know them.
    columns: Option<Vec<ResultColumn>>,
    /// How many there are, once the first row came.
    width: Option<usize>,
    sink: RowSink,
    scratch: String,
    rows: u64,
    failure: Option<Error>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Text<'a>) -> Self {
        Self {
            text,
            columns: None,
            width: None,
            sink: RowSink::new(),
            scratch: String::new(),
            rows: 0,
            failure: None,
        }
    }

    /// Takes the rows of one result. None when the reader left before the last.
    async fn rows(
        &mut self,
        channel: &mut Channel,
        statement: &mut Prepared,
        rows: &mut Rows<'_>,
    ) -> std::result::Result<Option<Done>, Failure> {
        let mut is_begun = false;
        loop {
            while channel.incoming.advance()? {
                let packet = channel.incoming.packet();
                match packet.first() {
                    Some(0x00) => {
                        if !is_begun {
                            is_begun = true;
                            self.begin(statement.columns.get(), rows).await;
                            self.plan(statement);
                        }
                        let is_full = self.row(packet, statement)?;
                        if is_full && !rows.put(self.sink.take()).await {
                            return Ok(None);
                        }
                    }
                    Some(0xff) => return Err(Failure::Server(ServerError::read(packet)?)),
                    _ if reply::ends_rows(packet) => {
                        return reply::read_end(packet, channel.agreed).map(Some);
                    }
                    _ => return Err(Failure::Protocol("something else than a row")),
                }
            }
            channel.receive().await?;
        }
    }

    /// Takes a row. After a failure the rest is only taken off the connection. Says whether the
    /// chunk is full.
    fn row(&mut self, packet: &[u8], statement: &Prepared) -> std::result::Result<bool, Failure> {
        let Some(plan) = statement.plan.as_ref().filter(|_| self.failure.is_none()) else {
            return Ok(false);
        };
        match decode::row(packet, &plan.cells, &mut self.scratch, &mut self.sink) {
            Ok(()) => {
                self.rows += 1;
                Ok(self.sink.end_row())
            }
            Err(Unreadable::Packet) => Err(Failure::Protocol("a row that cannot be read")),
            Err(Unreadable::Cell(index)) => {
                let cell = plan.cells.get(index).zip(statement.columns.get().get(index));
                self.failure = cell.map(|(cell, column)| cell.undecodable(column));
                Ok(false)
            }
        }
    }

    /// Settles how the rows of a result are read: as the last time, where that was for the same.
    fn plan(&mut self, statement: &mut Prepared) {
        let columns = statement.columns.get();
        if self.width.is_some_and(|width| width != columns.len()) {
            let message = "the statement has results with different numbers of columns";
            let failure = Error::new(ErrorCode::Unsupported, message)
                .hint("let the procedure select one result, or run it several times");
            self.failure = self.failure.take().or(Some(failure));
            return;
        }
        if statement.plan.as_ref().is_some_and(|plan| plan.is_for(self.text.columns)) {
            return;
        }
        statement.plan = None;
        match decode::plan(columns, self.text.columns) {
            Ok(cells) => statement.plan = Some(Plan::new(self.text.columns, cells)),
            Err(failure) => self.failure = self.failure.take().or(Some(failure)),
        }
    }

    /// Says what the columns are, where nobody did before.
    async fn begin(&mut self, columns: &[Column], rows: &mut Rows<'_>) {
        if self.width.is_some() {
            return;
        }
        self.width = Some(columns.len());
        if !columns.is_empty() && self.text.columns.is_empty() {
            let name = |column: &Column| column.name.clone();
            let result = |column| ResultColumn { name: name(column), logical_type: None };
            self.columns = Some(columns.iter().map(result).collect());
        }
        rows.begin(self.columns.as_deref()).await;
    }

    async fn finish(&mut self, columns: &[Column], rows: &mut Rows<'_>) -> Result<()> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        self.begin(columns, rows).await;
        if !self.sink.is_empty() {
            rows.put(self.sink.take()).await;
        }
        Ok(())
    }
}
