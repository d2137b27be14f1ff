//! Statements that may have to be stopped.
//!
//! The server is asked by another connection to kill what a session runs. Where that was over
//! already, the session keeps the mark, and its next statement would be killed: so a statement that
//! means nothing is run before the session is used again.

use versa_driver::{Ended, Rows, Stop, current_stop, stoppable};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::Access;

use crate::connection::{MysqlConnection, Transaction, ends_connection, run_texts};
use crate::execute::{self, Ran, Text};

/// What takes the mark off.
const NOTHING: &str = "do 0";

impl MysqlConnection {
    pub(crate) async fn run_text_stoppably(
        &mut self,
        stop: &Stop,
        text: &Text<'_>,
        rows: &mut Rows<'_>,
    ) -> Result<Ran> {
        stop.check().map_err(|failed| failed.sql(&*text.sql))?;
        let in_transaction = self.transaction != Transaction::None;
        self.lease.holder().begin_statement(&text.sql);
        let pool = self.lease.pool().clone();
        let session = self.begin_work()?;
        let running = session.id.clone();
        let interrupt = || pool.backend().stop(&running);
        match stoppable(stop, execute::run(session, text, rows), interrupt).await {
            Ended::Itself(Ok(Ran { abandoned: true, .. })) if stop.is_due() => {
                self.lease.holder().end_statement();
                Err(stop.error().sql(&*text.sql))
            }
            Ended::Itself(ran) => {
                self.end_text(&ran);
                ran
            }
            Ended::AfterStop { result: ran, .. } => {
                self.end_stopped(&ran).await;
                // In a transaction nothing is done before the commit.
                let is_done = ran.as_ref().is_ok_and(|ran| !ran.abandoned) && !in_transaction;
                if is_done && writes(text) || ran.as_ref().is_err_and(|failed| !is_stopped(failed))
                {
                    return ran;
                }
                Err(stop.error().sql(&*text.sql))
            }
            Ended::Unanswered(failed) => {
                self.lease.holder().end_statement();
                Err(failed.sql(&*text.sql))
            }
        }
    }

    pub(crate) async fn run_stoppable_sql(&mut self, sql: &str) -> Result<()> {
        let Some(stop) = current_stop() else { return self.run_control(sql).await };
        stop.check().map_err(|failed| failed.sql(sql))?;
        self.lease.holder().begin_statement(&sql.into());
        let pool = self.lease.pool().clone();
        let session = self.begin_work()?;
        let running = session.id.clone();
        let interrupt = || pool.backend().stop(&running);
        match stoppable(&stop, run_texts(session, &[sql]), interrupt).await {
            Ended::Itself(result) => {
                self.lease.holder().end_statement();
                self.settle(result.as_ref().err());
                result
            }
            Ended::AfterStop { result, .. } => {
                self.end_stopped(&result).await;
                result.map_err(
                    |failed| {
                        if is_stopped(&failed) { stop.error().sql(sql) } else { failed }
                    },
                )
            }
            Ended::Unanswered(failed) => {
                self.lease.holder().end_statement();
                Err(failed.sql(sql))
            }
        }
    }

    /// Notes how a statement ended that the server was asked to stop.
    async fn end_stopped<T>(&mut self, result: &Result<T>) {
        self.lease.holder().end_statement();
        let failed = result.as_ref().err();
        self.settle(failed);
        if failed.is_some_and(ends_connection) {
            return;
        }
        // It may be killed in place of the next one: that is what it is for.
        drop(self.run_control(NOTHING).await);
    }
}

/// Whether a statement failed because it was to stop.
fn is_stopped(failed: &Error) -> bool {
    failed.code() == ErrorCode::Cancelled
}

/// Whether a text has an effect that its caller has to know of: a read that came in spite of a stop
/// is of no use. The server lets some end as if nothing had happened, like `select sleep(…)`.
fn writes(text: &Text<'_>) -> bool {
    let reads = ["select", "values", "show", "explain", "do"];
    let first = text.sql.split_whitespace().next().unwrap_or_default();
    match text.access {
        Access::Read => false,
        Access::Write => true,
        Access::Unknown => !reads.iter().any(|word| first.eq_ignore_ascii_case(word)),
    }
}
