//! A connection in one caller's hands.

use std::ops::Range;
use std::sync::Arc;

use versa_ast::Value;
use versa_driver::{
    BoxFuture, Connection, Outcome, StatementRequest, StreamSender, TransactionOptions,
    current_stop,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Access, Duplicates, SqlText, Statement};

use crate::chunks;
use crate::connect::Server;
use crate::error;
use crate::execute::{self, Ran, Text};
use crate::session::Session;
use crate::wire::reply::Inserted;
use versa_driver::Rows;
use versa_driver::pool::{Lease, SessionState};

/// A leased session, and what is open on it.
pub(crate) struct MysqlConnection {
    pub(crate) lease: Lease<Server>,
    pub(crate) transaction: Transaction,
    /// Whether the session was made read-only for the transaction that is open.
    pub(crate) read_only: bool,
}

/// What is open on a connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Transaction {
    None,
    Open,
    /// The server ended it because of a deadlock. It would run the next statement outside any
    /// transaction; we do not.
    EndedByServer,
}

impl MysqlConnection {
    pub(crate) fn new(lease: Lease<Server>) -> Self {
        Self { lease, transaction: Transaction::None, read_only: false }
    }

    /// Runs a statement to its end.
    pub(crate) async fn run_statement(
        &mut self,
        statement: &Statement,
        params: &[Value],
    ) -> Result<Outcome> {
        let mut rows = Rows::collect();
        let ran = self.run(statement, params, &mut rows).await?;
        Ok(Outcome {
            chunks: rows.into_chunks(),
            affected: ran.affected,
            last_insert_id: ran.last_insert_id,
            columns: ran.columns,
        })
    }

    async fn run(
        &mut self,
        statement: &Statement,
        params: &[Value],
        rows: &mut Rows<'_>,
    ) -> Result<Ran> {
        let Some(bulk) = statement.bulk else {
            return self.run_rows(statement, params, 0..0, rows).await;
        };
        // Without a session there is nothing to fit: the first statement fails.
        let max_packet = self.lease.session().map_or(usize::MAX, |session| session.max_packet);
        let chunks = chunks::of(bulk, params, max_packet)?;
        match chunks.as_slice() {
            // `values` alone is a syntax error.
            [] => return Ok(Ran::default()),
            [all] => return self.run_rows(statement, params, all.clone(), rows).await,
            _ => {}
        }
        let whole = self.begin_all_or_nothing().await?;
        let ran = self.run_chunks(statement, params, chunks, rows).await;
        self.end_all_or_nothing(whole, ran).await
    }

    async fn run_chunks(
        &mut self,
        statement: &Statement,
        params: &[Value],
        chunks: Vec<Range<usize>>,
        rows: &mut Rows<'_>,
    ) -> Result<Ran> {
        let mut total = Ran::default();
        for chunk in chunks {
            let ran = self.run_rows(statement, params, chunk, rows).await?;
            total.affected += ran.affected;
            total.last_insert_id = total.last_insert_id.or(ran.last_insert_id);
            total.columns = total.columns.or(ran.columns);
        }
        Ok(total)
    }

    /// Runs the text for some rows of the bulk parameter; for a statement without one, as it is.
    async fn run_rows(
        &mut self,
        statement: &Statement,
        params: &[Value],
        chunk: Range<usize>,
        rows: &mut Rows<'_>,
    ) -> Result<Ran> {
        let several = chunk.len() > 1;
        // MariaDB's placeholders are the same.
        let rendered = versa_sql::render(&statement.text, params, chunk, &versa_sql::Mysql)?;
        let sql = match &statement.text {
            SqlText::Fixed { sql, .. } => Arc::clone(sql),
            SqlText::Expanding(_) => Arc::from(rendered.sql.as_ref()),
        };
        let text = Text {
            sql,
            values: &rendered.bound,
            columns: &statement.columns,
            access: statement.access,
        };
        let ran = self.run_text(&text, rows).await;
        match statement.duplicates {
            Duplicates::Counted => ran,
            Duplicates::Changed => ran.map(with_changed),
            Duplicates::Left => without_left(ran, several),
        }
    }

    /// Runs a text; a read that meets a connection which died while it rested is run again on
    /// a new one.
    async fn run_text(&mut self, text: &Text<'_>, rows: &mut Rows<'_>) -> Result<Ran> {
        let ran = self.run_text_once(text, rows).await;
        match &ran {
            Err(failed)
                if self.died_at_rest(failed)
                    && text.access == Access::Read
                    && rows.is_untouched() =>
            {
                self.lease.replace().await?;
                self.run_text_once(text, rows).await
            }
            _ => ran,
        }
    }

    async fn run_text_once(&mut self, text: &Text<'_>, rows: &mut Rows<'_>) -> Result<Ran> {
        if let Some(stop) = current_stop() {
            return self.run_text_stoppably(&stop, text, rows).await;
        }
        self.lease.holder().begin_statement(&text.sql);
        let ran = execute::run(self.begin_work()?, text, rows).await;
        self.end_text(&ran);
        ran
    }

    /// Notes how a text ended, unless its session is of no more use.
    pub(crate) fn end_text(&mut self, ran: &Result<Ran>) {
        self.lease.holder().end_statement();
        match ran {
            // Outside a transaction the rest is not worth waiting for: the session stays `Running`
            // and is closed. Inside, the next statement reads past it.
            Ok(Ran { abandoned: true, .. }) if self.transaction != Transaction::Open => {}
            _ => self.settle(ran.as_ref().err()),
        }
    }

    pub(crate) fn begin_work(&mut self) -> Result<&mut Session> {
        if self.transaction == Transaction::EndedByServer {
            return Err(ended_by_server());
        }
        self.lease.begin_work()
    }

    /// Whether a failure says that the session had died in the pool.
    pub(crate) fn died_at_rest(&self, failed: &Error) -> bool {
        failed.code() == ErrorCode::ConnectionLost
            && self.lease.may_be_stale()
            && self.transaction == Transaction::None
    }

    /// Notes how a piece of work ended.
    pub(crate) fn settle(&mut self, failed: Option<&Error>) {
        if failed.is_some_and(ends_connection) {
            self.lease.settle_lost();
            return;
        }
        let deadlock = failed.is_some_and(|failed| failed.code() == ErrorCode::Deadlock);
        if deadlock && self.transaction == Transaction::Open {
            self.transaction = Transaction::EndedByServer;
        }
        self.lease.confirm_alive();
        self.lease.settle(match self.transaction {
            Transaction::Open => SessionState::InTransaction,
            Transaction::None | Transaction::EndedByServer => SessionState::Ready,
        });
    }

    /// Runs SQL without parameters by the text protocol.
    pub(crate) async fn run_control(&mut self, sql: &str) -> Result<()> {
        self.run_controls(&[sql]).await
    }

    /// Runs several texts in one round trip. The failure is that of the first that failed; those
    /// behind it were run all the same.
    pub(crate) async fn run_controls(&mut self, texts: &[&str]) -> Result<()> {
        self.lease.holder().begin_statement(&texts.join("; ").into());
        let result = run_texts(self.begin_work()?, texts).await;
        self.lease.holder().end_statement();
        self.settle(result.as_ref().err());
        result
    }
}

/// Each row of the insert is one that was written.
fn with_changed(ran: Ran) -> Ran {
    let affected = ran.inserted.map_or(ran.affected.min(1), |inserted| inserted.rows);
    Ran { affected, ..ran }
}

/// Only rows count that were added. One row alone that is there already is no failure.
fn without_left(ran: Result<Ran>, several: bool) -> Result<Ran> {
    match ran {
        Ok(ran) => {
            let added = |inserted: Inserted| inserted.rows.saturating_sub(inserted.duplicates);
            Ok(Ran { affected: ran.inserted.map_or(ran.affected, added), ..ran })
        }
        Err(failed) if !several && failed.code() == ErrorCode::UniqueViolation => {
            Ok(Ran::default())
        }
        Err(failed) => Err(failed),
    }
}

/// Runs texts on a session; the failure is that of the first that failed.
pub(crate) async fn run_texts(session: &mut Session, texts: &[&str]) -> Result<()> {
    match session.run_texts(texts).await {
        Ok(ends) => texts.iter().zip(ends).try_for_each(|(sql, end)| {
            end.map(drop).map_err(|failed| error::map(failed).sql(*sql))
        }),
        Err(broken) => Err(error::map(broken).sql(texts.join("; "))),
    }
}

/// Whether the server closes the connection after a failure, as it does after a packet that is too
/// large: "communication link failure".
pub(crate) fn ends_connection(failed: &Error) -> bool {
    failed.code() == ErrorCode::ConnectionLost || failed.state() == Some("08S01")
}

pub(crate) fn ended_by_server() -> Error {
    Error::new(
        ErrorCode::TransactionClosed,
        "the server rolled the transaction back because of a deadlock",
    )
    .hint("run the transaction again from its beginning")
}

impl Connection for MysqlConnection {
    fn execute<'a>(
        &'a mut self,
        statement: &'a Statement,
        params: &'a [Value],
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(self.run_statement(statement, params))
    }

    fn stream<'a>(
        &'a mut self,
        request: &'a StatementRequest,
        sender: &'a StreamSender,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            let mut rows = Rows::send(sender);
            self.run(&request.statement, &request.params, &mut rows).await.map(drop)
        })
    }

    fn run_sql<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.run_stoppable_sql(sql))
    }

    fn begin(&mut self, options: TransactionOptions) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.begin_transaction(options))
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.commit_transaction())
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.roll_back_transaction())
    }
}
