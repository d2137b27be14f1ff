use std::sync::Arc;

use versa_ast::Value;
use versa_engine::{BoxFuture, Database, Outcome, PartSender, Plan, Transaction};
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

/// Runs a plan where the session says.
pub(crate) fn execute_on(
    session: &Session,
    plan: Arc<Plan>,
    params: Vec<Value>,
    worker: bool,
    parts: PartSender,
) -> BoxFuture<'static, Result<Reply>> {
    let outcome = match session {
        Session::Database(database) if worker => database.execute_on_worker(plan, params),
        Session::Database(database) => database.execute(plan, params, parts),
        Session::Transaction { transaction, .. } => transaction.execute(plan, params, parts),
    };
    Box::pin(async move { outcome.await.map(Reply::Outcome) })
}

/// The error of whatever comes after the end of a transaction.
pub(crate) fn over() -> Error {
    Error::new(ErrorCode::TransactionClosed, "the transaction is over")
}
