use std::sync::Arc;

use futures_util::future;
use versa_ast::Value;
use versa_error::Result;
use versa_sql::Statement;

use crate::{Outcome, Stop, StreamSender, TransactionOptions};

/// A future in a box: the traits here are used as objects.
pub type BoxFuture<'a, T> = future::BoxFuture<'a, T>;

/// A connection (or a place on one) that its holder has for itself. Dropping it gives it back; an
/// open transaction is rolled back first.
pub trait Connection: Send {
    /// Runs a statement here and now, on the caller's thread. `None` where it would have to wait
    /// for something: then `execute` does.
    fn execute_now(
        &mut self,
        _statement: &Statement,
        _params: &[Value],
    ) -> Option<Result<Outcome>> {
        None
    }

    /// The same, until it has to stop.
    fn execute_now_until(
        &mut self,
        _stop: &Stop,
        _statement: &Statement,
        _params: &[Value],
    ) -> Option<Result<Outcome>> {
        None
    }

    /// Runs a statement to its end, or until its call's [`Stop`] is due.
    fn execute<'a>(
        &'a mut self,
        statement: &'a Statement,
        params: &'a [Value],
    ) -> BoxFuture<'a, Result<Outcome>>;

    /// Runs a statement and sends its rows as they come, waiting whenever the reader has enough.
    /// Ends early, with `Ok`, when the reader is gone. SQLite has no second place for the rows of a
    /// transaction while the caller's thread goes on: there the rows are read first, and sent while
    /// the connection is free again.
    fn stream<'a>(
        &'a mut self,
        request: &'a StatementRequest,
        sender: &'a StreamSender,
    ) -> BoxFuture<'a, Result<()>>;

    /// Runs SQL without parameters: DDL and control statements.
    fn run_sql<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<()>>;

    /// Begins a transaction.
    fn begin(&mut self, options: TransactionOptions) -> BoxFuture<'_, Result<()>>;

    /// Makes the transaction's changes permanent. Afterwards, failed or not, none is open.
    fn commit(&mut self) -> BoxFuture<'_, Result<()>>;

    /// Takes the transaction's changes back. Afterwards, failed or not, none is open.
    fn rollback(&mut self) -> BoxFuture<'_, Result<()>>;
}

/// A statement and its parameters, where they outlive the call that began it.
pub struct StatementRequest {
    /// The statement.
    pub statement: Arc<Statement>,
    /// Its parameters.
    pub params: Vec<Value>,
}
