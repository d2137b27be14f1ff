use std::sync::Arc;

use versa_ast::Value;
use versa_engine::{BoxFuture, Database, Outcome, PartSender, Plan, Stop, Transaction};
use versa_error::{Error, ErrorCode, Result};

use crate::reply::Reply;

/// Where statements run.
pub(crate) enum Session {
    Database(Arc<Database>),
    Transaction { transaction: Arc<Transaction>, database: Arc<Database> },
}

impl Session {
    pub(crate) fn database(&self) -> &Arc<Database> {
        match self {
            Self::Database(database) | Self::Transaction { database, .. } => database,
        }
    }
}

/// Runs a plan where the session says, if that can be done at once.
pub(crate) fn execute_now(
    session: &Session,
    plan: &Plan,
    params: &[Value],
) -> Option<Result<Outcome>> {
    match session {
        Session::Database(database) => database.execute_now(plan, params),
        Session::Transaction { transaction, .. } => transaction.execute_now(plan, params),
    }
}

/// The same, until it has to stop. What can be cancelled does not keep the thread on which it would
/// be.
pub(crate) fn execute_now_until(
    session: &Session,
    stop: &Stop,
    plan: &Plan,
    params: &[Value],
) -> Option<Result<Outcome>> {
    if stop.is_cancellable() {
        return None;
    }
    match session {
        Session::Database(database) => database.execute_now_until(stop, plan, params),
        Session::Transaction { transaction, .. } => {
            transaction.execute_now_until(stop, plan, params)
        }
    }
}

/// Runs a plan where the session says.
pub(crate) fn execute_on(
    session: &Session,
    plan: Arc<Plan>,
    params: Vec<Value>,
    worker: bool,
    parts: PartSender,
    stop: Option<Arc<Stop>>,
) -> BoxFuture<'static, Result<Reply>> {
    let outcome = match session {
        Session::Database(database)
            if worker || database.answers_at_once() && is_cancellable(stop.as_ref()) =>
        {
            database.execute_on_worker(plan, params, stop)
        }
        Session::Database(database) => database.execute(plan, params, parts, stop),
        Session::Transaction { transaction, .. } => transaction.execute(plan, params, parts, stop),
    };
    Box::pin(async move { outcome.await.map(Reply::Outcome) })
}

fn is_cancellable(stop: Option<&Arc<Stop>>) -> bool {
    stop.is_some_and(|stop| stop.is_cancellable())
}

/// The error of whatever comes after the end of a transaction.
pub(crate) fn over() -> Error {
    Error::new(ErrorCode::TransactionClosed, "the transaction is over")
}
