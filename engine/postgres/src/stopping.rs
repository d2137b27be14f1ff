//! Statements that may have to be stopped.
//!
//! The server is asked by another connection to cancel what a session runs. Where it has heard
//! every request by the time the statement is answered, none can mean the next one, and the session
//! goes on. Where that is not certain, it does so only if the statement failed of the one request
//! there was; else it is closed, or, where a transaction is open, runs nothing more.

use std::sync::atomic::{AtomicBool, Ordering};

use versa_driver::{Ended, Rows, Stop, current_stop, stoppable};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::Access;

use crate::connection::{PostgresConnection, run_batch};
use crate::execute::{self, Ran, Text};
use crate::statement;

impl PostgresConnection {
    pub(crate) async fn run_text_stoppably(
        &mut self,
        stop: &Stop,
        text: &Text<'_>,
        rows: &mut Rows<'_>,
    ) -> Result<Ran> {
        stop.check().map_err(|failed| failed.sql(&**text.sql))?;
        let in_transaction = self.in_transaction;
        self.lease.holder().begin_statement(text.sql);
        let pool = self.lease.pool().clone();
        let session = self.lease.begin_work()?;
        let running = session.client.cancel_token();
        let is_certain = AtomicBool::new(true);
        let interrupt = || async {
            let has_heard = pool.backend().stop(&running).await;
            is_certain.fetch_and(has_heard, Ordering::Relaxed);
        };
        let run = execute::run(session, text, rows, in_transaction);
        match stoppable(stop, run, interrupt).await {
            Ended::Itself(Ok(Ran { abandoned: true, .. })) if stop.is_due() => {
                self.lease.holder().end_statement();
                Err(stop.error().sql(&**text.sql))
            }
            Ended::Itself(ran) => {
                self.end_text(&ran);
                ran
            }
            Ended::AfterStop { result: ran, requests } => {
                let is_only = requests == 1;
                self.end_stopped(ran.as_ref().err(), is_certain.into_inner(), is_only);
                // In a transaction nothing is done before the commit.
                let is_done = ran.as_ref().is_ok_and(|ran| !ran.abandoned) && !in_transaction;
                if is_done && writes(text) || ran.as_ref().is_err_and(|failed| !is_stopped(failed))
                {
                    return ran;
                }
                Err(stop.error().sql(&**text.sql))
            }
            Ended::Unanswered(failed) => {
                self.lease.holder().end_statement();
                Err(failed.sql(&**text.sql))
            }
        }
    }

    pub(crate) async fn run_stoppable_sql(&mut self, sql: &str) -> Result<()> {
        let Some(stop) = current_stop() else { return self.run_control(sql).await };
        stop.check().map_err(|failed| failed.sql(sql))?;
        self.lease.holder().begin_statement(&sql.into());
        let pool = self.lease.pool().clone();
        let session = self.lease.begin_work()?;
        let running = session.client.cancel_token();
        let is_certain = AtomicBool::new(true);
        let interrupt = || async {
            let has_heard = pool.backend().stop(&running).await;
            is_certain.fetch_and(has_heard, Ordering::Relaxed);
        };
        match stoppable(&stop, run_batch(session, sql), interrupt).await {
            Ended::Itself(result) => {
                self.lease.holder().end_statement();
                self.settle(result.as_ref().err());
                result
            }
            Ended::AfterStop { result, requests } => {
                let is_only = requests == 1;
                self.end_stopped(result.as_ref().err(), is_certain.into_inner(), is_only);
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
    fn end_stopped(&mut self, failed: Option<&Error>, is_certain: bool, is_only: bool) {
        self.lease.holder().end_statement();
        let is_spent = is_certain || is_only && failed.is_some_and(is_ours);
        let is_lost = failed.is_some_and(|failed| failed.code() == ErrorCode::ConnectionLost);
        if is_spent && !self.is_pooled() || is_lost {
            self.settle(failed);
        }
    }

    /// A PgBouncer passes a request on to whichever session it thinks of.
    fn is_pooled(&self) -> bool {
        self.lease.session().is_none_or(|session| session.is_pooled)
    }
}

/// Whether a statement failed because it was to stop.
fn is_stopped(failed: &Error) -> bool {
    failed.code() == ErrorCode::Cancelled
}

/// Whether it failed of a request, and not of a limit of the server's own, which has the same code.
fn is_ours(failed: &Error) -> bool {
    is_stopped(failed) && failed.message().contains("user request")
}

/// Whether a text has an effect that its caller has to know of: a read that came in spite of a stop
/// is of no use.
fn writes(text: &Text<'_>) -> bool {
    match text.access {
        Access::Read => false,
        Access::Write => true,
        Access::Unknown => !statement::reads(text.sql),
    }
}
