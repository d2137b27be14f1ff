//! A connection in one caller's hands.

use std::ops::Range;

use versa_ast::Value;
use versa_driver::{
    BoxFuture, Connection, Outcome, StatementRequest, StreamSender, TransactionOptions,
    current_stop,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Access, BulkRun, Statement};

use crate::connect::{Server, Session};
use crate::execute::{self, Ran, Text};
use crate::rendered::RenderedText;
use crate::{error, statement};
use versa_driver::Rows;
use versa_driver::pool::{Lease, SessionState};

/// A leased session, and whether a transaction is open on it.
pub(crate) struct PostgresConnection {
    pub(crate) lease: Lease<Server>,
    pub(crate) in_transaction: bool,
    /// Whether a statement failed since the transaction began: then it may be beyond committing.
    pub(crate) had_failure: bool,
}

impl PostgresConnection {
    pub(crate) fn new(lease: Lease<Server>) -> Self {
        Self { lease, in_transaction: false, had_failure: false }
    }

    /// Runs a statement to its end.
    pub(crate) async fn run_statement(
        &mut self,
        statement: &Statement,
        params: &[Value],
    ) -> Result<Outcome> {
        let mut rows = Rows::collect();
        let ran = self.run(statement, params, &mut rows).await?;
        Ok(ran.into_outcome(rows))
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
        let (most, count) = versa_sql::rows_per_chunk(bulk, params)?;
        if count <= most {
            // No row at all is no statement either: `values` alone is a syntax error.
            return match count {
                0 if bulk.run != BulkRun::Once => Ok(Ran::default()),
                _ => self.run_rows(statement, params, 0..count, rows).await,
            };
        }
        let whole = self.begin_all_or_nothing().await?;
        let ran = self.run_chunks(statement, params, (most, count), rows).await;
        self.end_all_or_nothing(whole, ran).await
    }

    async fn run_chunks(
        &mut self,
        statement: &Statement,
        params: &[Value],
        (most, count): (usize, usize),
        rows: &mut Rows<'_>,
    ) -> Result<Ran> {
        let mut total = Ran::default();
        for begin in (0..count).step_by(most) {
            let chunk = begin..count.min(begin + most);
            let ran = self.run_rows(statement, params, chunk, rows).await?;
            total.affected += ran.affected;
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
        let rendered = RenderedText::new(statement, params, chunk)?;
        self.run_text(&rendered.text(), rows).await
    }

    /// Runs a text; a read that meets a connection which died while it rested is run again on
    /// a new one.
    async fn run_text(&mut self, text: &Text<'_>, rows: &mut Rows<'_>) -> Result<Ran> {
        let ran = self.run_text_once(text, rows).await;
        let Err(failed) = &ran else { return ran };
        let is_lost =
            self.died_at_rest(failed) && text.access == Access::Read && rows.is_untouched();
        // Then nothing was run: it failed before.
        let is_outworn = self.lease.session().is_some_and(Session::is_outworn);
        if is_lost || is_outworn && !self.in_transaction {
            self.lease.replace().await?;
            return self.run_text_once(text, rows).await;
        }
        ran
    }

    async fn run_text_once(&mut self, text: &Text<'_>, rows: &mut Rows<'_>) -> Result<Ran> {
        if let Some(stop) = current_stop() {
            return self.run_text_stoppably(&stop, text, rows).await;
        }
        let in_transaction = self.in_transaction;
        self.lease.holder().begin_statement(text.sql);
        let session = self.lease.begin_work()?;
        let ran = execute::run(session, text, rows, in_transaction).await;
        self.end_text(&ran);
        ran
    }

    /// Notes how a text ended, unless its session is of no more use.
    pub(crate) fn end_text(&mut self, ran: &Result<Ran>) {
        self.lease.holder().end_statement();
        match ran {
            // Outside a transaction the rest is not worth waiting for: the session stays `Running`
            // and is closed. Inside, the next statement reads past it.
            Ok(Ran { abandoned: true, .. }) if !self.in_transaction => {}
            _ => self.settle(ran.as_ref().err()),
        }
    }

    /// Whether a failure says that the session had died in the pool.
    pub(crate) fn died_at_rest(&self, failed: &Error) -> bool {
        failed.code() == ErrorCode::ConnectionLost
            && self.lease.may_be_stale()
            && !self.in_transaction
    }

    /// Notes how a piece of work ended.
    pub(crate) fn settle(&mut self, failed: Option<&Error>) {
        if failed.is_some_and(|failed| failed.code() == ErrorCode::ConnectionLost) {
            self.lease.settle_lost();
            return;
        }
        self.lease.confirm_alive();
        self.had_failure |= failed.is_some();
        self.lease.settle(if self.in_transaction {
            SessionState::InTransaction
        } else {
            SessionState::Ready
        });
    }

    /// Runs SQL without parameters by the simple protocol.
    pub(crate) async fn run_control(&mut self, sql: &str) -> Result<()> {
        self.lease.holder().begin_statement(&sql.into());
        let session = self.lease.begin_work()?;
        let result = run_batch(session, sql).await;
        self.lease.holder().end_statement();
        self.settle(result.as_ref().err());
        result
    }
}

/// Runs SQL on a session by the simple protocol.
pub(crate) async fn run_batch(session: &Session, sql: &str) -> Result<()> {
    let result = session.client.batch_execute(sql).await;
    if result.is_ok() && statement::changes_schema(sql) {
        session.prepared.forget_all();
    }
    result.map_err(|failed| error::map(&failed).sql(sql))
}

impl Connection for PostgresConnection {
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
