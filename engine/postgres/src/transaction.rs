//! Transactions.

use versa_driver::{Isolation, TransactionOptions};
use versa_error::{Error, ErrorCode, Result};

use crate::connection::PostgresConnection;
use versa_driver::pool::SessionState;

const BULK_SAVEPOINT: &str = "versa_bulk";

/// What keeps several statements together.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Whole {
    Transaction,
    Savepoint,
}

impl PostgresConnection {
    pub(crate) async fn begin_transaction(&mut self, options: TransactionOptions) -> Result<()> {
        if self.in_transaction {
            return Err(Error::internal("a transaction is open on this connection already"));
        }
        let sql = begin_sql(options);
        let mut begun = self.run_control(&sql).await;
        if let Err(failed) = &begun
            && self.died_at_rest(failed)
        {
            self.lease.replace().await?;
            begun = self.run_control(&sql).await;
        }
        begun?;
        self.in_transaction = true;
        self.had_failure = false;
        self.lease.settle(SessionState::InTransaction);
        Ok(())
    }

    pub(crate) async fn commit_transaction(&mut self) -> Result<()> {
        self.check_open()?;
        // PostgreSQL answers the commit of a failed transaction with a silent rollback. A
        // statement before it makes the server say so.
        let sql = if self.had_failure { "select 1; commit" } else { "commit" };
        let committed = self.run_control(sql).await;
        if let Err(failed) = &committed
            && failed.code() != ErrorCode::ConnectionLost
        {
            // Whatever the failure was: none is open afterwards.
            let _ = self.run_control("rollback").await;
        }
        self.end_transaction();
        committed.map_err(|failed| match failed.code() {
            ErrorCode::TransactionClosed => Error::new(
                ErrorCode::TransactionClosed,
                "a statement of the transaction failed earlier: it was rolled back, not committed",
            )
            .sql_state("25P02")
            .hint("let the failure end the transaction, or nest one around what may fail"),
            _ => failed,
        })
    }

    pub(crate) async fn roll_back_transaction(&mut self) -> Result<()> {
        self.check_open()?;
        if self.lease.is_unusable() {
            // The server rolled back when the connection broke, or does when it is closed.
            self.in_transaction = false;
            return Ok(());
        }
        let rolled_back = self.run_control("rollback").await;
        self.end_transaction();
        if rolled_back.is_err() {
            // Nobody knows what is open there.
            self.lease.settle(SessionState::Lost);
        }
        match rolled_back {
            Err(failed) if failed.code() != ErrorCode::ConnectionLost => Err(failed),
            _ => Ok(()),
        }
    }

    /// Begins what has to be written as a whole: a transaction, or a savepoint in one.
    pub(crate) async fn begin_all_or_nothing(&mut self) -> Result<Whole> {
        if !self.in_transaction {
            self.begin_transaction(TransactionOptions::default()).await?;
            return Ok(Whole::Transaction);
        }
        self.run_control(&format!("savepoint {BULK_SAVEPOINT}")).await?;
        Ok(Whole::Savepoint)
    }

    /// Keeps what was written, or takes it back where something failed.
    pub(crate) async fn end_all_or_nothing<T>(
        &mut self,
        whole: Whole,
        written: Result<T>,
    ) -> Result<T> {
        let release = format!("release savepoint {BULK_SAVEPOINT}");
        match (&written, whole) {
            (Ok(_), Whole::Transaction) => self.commit_transaction().await?,
            (Ok(_), Whole::Savepoint) => self.run_control(&release).await?,
            // The failure is what the caller has to know, even where taking back fails too.
            (Err(_), Whole::Transaction) => drop(self.roll_back_transaction().await),
            (Err(_), Whole::Savepoint) => {
                let back = format!("rollback to savepoint {BULK_SAVEPOINT}; {release}");
                drop(self.run_control(&back).await);
            }
        }
        written
    }

    fn check_open(&self) -> Result<()> {
        if self.in_transaction {
            return Ok(());
        }
        Err(Error::new(ErrorCode::TransactionClosed, "no transaction is open on this connection"))
    }

    fn end_transaction(&mut self) {
        self.in_transaction = false;
        if !self.lease.is_unusable() {
            self.lease.settle(SessionState::Ready);
        }
    }
}

fn begin_sql(options: TransactionOptions) -> String {
    let mut sql = "begin".to_owned();
    if let Some(isolation) = options.isolation {
        sql.push_str(match isolation {
            Isolation::ReadUncommitted => " isolation level read uncommitted",
            Isolation::ReadCommitted => " isolation level read committed",
            Isolation::RepeatableRead => " isolation level repeatable read",
            Isolation::Serializable => " isolation level serializable",
        });
    }
    if options.read_only {
        sql.push_str(" read only");
    }
    sql
}
