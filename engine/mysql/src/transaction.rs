//! Transactions.

use versa_driver::{Isolation, TransactionOptions};
use versa_error::{Error, ErrorCode, Result};

use crate::connection::{MysqlConnection, Transaction, ended_by_server};
use versa_driver::pool::SessionState;

const BULK_SAVEPOINT: &str = "versa_bulk";
const READ_ONLY: &str = "set session transaction read only";
/// Ends what [`READ_ONLY`] began.
pub(crate) const READ_WRITE: &str = "set session transaction read write";

/// What keeps several statements together.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Whole {
    Transaction,
    Savepoint,
}

impl MysqlConnection {
    pub(crate) async fn begin_transaction(&mut self, options: TransactionOptions) -> Result<()> {
        if self.transaction != Transaction::None {
            return Err(Error::internal("a transaction is open on this connection already"));
        }
        let texts = begin_texts(options);
        let mut begun = self.run_controls(&texts).await;
        if let Err(failed) = &begun
            && self.died_at_rest(failed)
        {
            self.lease.replace().await?;
            begun = self.run_controls(&texts).await;
        }
        self.read_only = options.read_only;
        if begun.is_err() && texts.len() > 1 && !self.lease.is_unusable() {
            // The level was refused, but the transaction may have begun.
            self.run_last("rollback").await?;
        }
        begun?;
        self.transaction = Transaction::Open;
        self.lease.settle(SessionState::InTransaction);
        Ok(())
    }

    pub(crate) async fn commit_transaction(&mut self) -> Result<()> {
        self.check_open()?;
        if self.transaction == Transaction::EndedByServer {
            self.make_writable().await?;
            self.end_transaction();
            return Err(ended_by_server());
        }
        let committed = self.run_last("commit").await;
        if let Err(failed) = &committed
            && failed.code() != ErrorCode::ConnectionLost
        {
            // Whatever the failure was: none is open afterwards.
            let _ = self.run_control("rollback").await;
        }
        self.end_transaction();
        committed
    }

    pub(crate) async fn roll_back_transaction(&mut self) -> Result<()> {
        self.check_open()?;
        let over = self.transaction == Transaction::EndedByServer;
        if over || self.lease.is_unusable() {
            // The server rolled back when that happened, or does when the connection is closed.
            let writable = self.make_writable().await;
            self.end_transaction();
            return writable;
        }
        let rolled_back = self.run_last("rollback").await;
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
        if self.transaction == Transaction::None {
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
                let back = format!("rollback to savepoint {BULK_SAVEPOINT}");
                drop(self.run_controls(&[&back, &release]).await);
            }
        }
        written
    }

    /// Runs what ends the transaction; the session can write again afterwards.
    async fn run_last(&mut self, sql: &'static str) -> Result<()> {
        if std::mem::take(&mut self.read_only) {
            self.run_controls(&[sql, READ_WRITE]).await
        } else {
            self.run_control(sql).await
        }
    }

    async fn make_writable(&mut self) -> Result<()> {
        if std::mem::take(&mut self.read_only) && !self.lease.is_unusable() {
            self.run_control(READ_WRITE).await?;
        }
        Ok(())
    }

    fn check_open(&self) -> Result<()> {
        if self.transaction != Transaction::None {
            return Ok(());
        }
        Err(Error::new(ErrorCode::TransactionClosed, "no transaction is open on this connection"))
    }

    fn end_transaction(&mut self) {
        self.transaction = Transaction::None;
        if !self.lease.is_unusable() {
            self.lease.settle(SessionState::Ready);
        }
    }
}

/// The texts go in one round trip. The level holds for the next transaction only. The session is
/// made read-only besides the transaction: DDL commits the transaction and would run behind it.
fn begin_texts(options: TransactionOptions) -> Vec<&'static str> {
    let level = options.isolation.map(|isolation| match isolation {
        Isolation::ReadUncommitted => "set transaction isolation level read uncommitted",
        Isolation::ReadCommitted => "set transaction isolation level read committed",
        Isolation::RepeatableRead => "set transaction isolation level repeatable read",
        Isolation::Serializable => "set transaction isolation level serializable",
    });
    if options.read_only {
        [READ_ONLY].into_iter().chain(level).chain(["start transaction read only"]).collect()
    } else {
        level.into_iter().chain(["start transaction"]).collect()
    }
}
