use std::sync::Arc;

use versa_ast::Value;
use versa_driver::{
    BoxFuture, ConnectOptions, Driver, Intent, Outcome, PartSender, ServerInfo, StatementRequest,
    Stop, StreamReceiver, TransactionOptions, stream_channel,
};
use versa_error::Result;
use versa_plan::{Plan, PlanId, Plans};
use versa_schema::DdlAction;
use versa_sql::Dialect;

use crate::ending::Ending;
use crate::open::open_driver;
use crate::run;
use crate::transaction::Transaction;

/// A database that was opened.
pub struct Database {
    driver: Arc<dyn Driver>,
    dialect: &'static dyn Dialect,
    plans: Plans,
    ending: Arc<Ending>,
}

impl Database {
    /// Opens the database that a URL names.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIGURATION` for a URL that makes no sense, `CONNECTION_FAILED` where the
    /// database cannot be reached or refuses, `CORRUPT` where a file is no database.
    pub async fn open(url: &str, options: &ConnectOptions) -> Result<Arc<Self>> {
        let driver = open_driver(url, options).await?;
        let dialect = versa_sql::dialect_of(&driver.server().product)?;
        Ok(Self::with_dialect(driver, dialect))
    }

    /// A database on a driver, speaking a dialect: MariaDB understands MySQL's too, which is how
    /// the emulations that MySQL needs are tested.
    #[must_use]
    pub fn with_dialect(driver: Arc<dyn Driver>, dialect: &'static dyn Dialect) -> Arc<Self> {
        Arc::new(Self { driver, dialect, plans: Plans::default(), ending: Arc::default() })
    }

    /// The product and its version.
    #[must_use]
    pub fn server(&self) -> &ServerInfo {
        self.driver.server()
    }

    /// Whether statements are mostly run on the caller's thread.
    #[must_use]
    pub fn answers_at_once(&self) -> bool {
        self.driver.answers_at_once()
    }

    /// Compiles a query, given as the AST's JSON.
    ///
    /// # Errors
    ///
    /// `INVALID_QUERY`, `INVALID_IDENTIFIER` and `UNSUPPORTED`.
    pub fn prepare(&self, query: &str) -> Result<(PlanId, Arc<Plan>)> {
        let plan = Arc::new(versa_plan::plan_of_json(query, self.dialect)?);
        Ok((self.plans.add(Arc::clone(&plan))?, plan))
    }

    /// Forgets a plan.
    pub fn release(&self, plan: PlanId) {
        self.plans.remove(plan);
    }

    /// The plan of that number.
    ///
    /// # Errors
    ///
    /// `INTERNAL` where there is none.
    pub fn plan(&self, plan: PlanId) -> Result<Arc<Plan>> {
        self.plans.get(plan)
    }

    /// The DDL for schemas, tables and views, given as JSON, in dependency order.
    ///
    /// # Errors
    ///
    /// `INVALID_MODEL`, `INVALID_IDENTIFIER` and `UNSUPPORTED`.
    pub fn ddl(&self, action: DdlAction, definitions: &str) -> Result<Vec<String>> {
        versa_schema::ddl(action, definitions, self.dialect)
    }

    /// Runs a plan here and now, on the caller's thread. `None` where it would have to wait: then
    /// `execute` does.
    pub fn execute_now(&self, plan: &Plan, params: &[Value]) -> Option<Result<Outcome>> {
        run::now(plan, |statement| self.driver.execute_now(statement, params))
    }

    /// The same, until it has to stop.
    pub fn execute_now_until(
        &self,
        stop: &Stop,
        plan: &Plan,
        params: &[Value],
    ) -> Option<Result<Outcome>> {
        run::now(plan, |statement| self.driver.execute_now_until(stop, statement, params))
    }

    /// Whether something is kept for the next statement, to be given back by `rest`.
    #[must_use]
    pub fn is_restless(&self) -> bool {
        self.driver.is_restless()
    }

    /// Gives back what is kept for the next statement; for the moment when there is none.
    pub fn rest(&self) {
        self.driver.rest();
    }

    /// Runs a plan on any connection. What a large result has before its last chunk may go to
    /// `parts` while the rest still comes; after a failure it means nothing.
    pub fn execute(
        self: &Arc<Self>,
        plan: Arc<Plan>,
        params: Vec<Value>,
        parts: PartSender,
        stop: Option<Arc<Stop>>,
    ) -> BoxFuture<'static, Result<Outcome>> {
        let (driver, ending) = (Arc::clone(&self.driver), Arc::clone(&self.ending));
        Box::pin(run::with_parts_of(Arc::clone(&plan), parts, async move {
            let work = run::on_driver(driver.as_ref(), &plan, &params);
            ending.unless_come(run::until(stop, work)).await
        }))
    }

    /// Runs a plan on a thread of its own (SQLite).
    pub fn execute_on_worker(
        self: &Arc<Self>,
        plan: Arc<Plan>,
        params: Vec<Value>,
        stop: Option<Arc<Stop>>,
    ) -> BoxFuture<'static, Result<Outcome>> {
        let Some(statement) = run::single_statement(&plan) else {
            return self.execute(plan, params, Arc::new(|_| {}), stop);
        };
        let ending = Arc::clone(&self.ending);
        let request = StatementRequest { statement, params };
        let work = Arc::clone(&self.driver).execute_on_worker(request);
        Box::pin(async move { ending.unless_come(run::until(stop, work)).await })
    }

    /// Streams the rows of a plan. The future is the work itself; spawn it.
    ///
    /// # Errors
    ///
    /// `UNSUPPORTED` for a plan of several statements.
    pub fn stream(
        self: &Arc<Self>,
        plan: &Plan,
        params: Vec<Value>,
        stop: Option<Arc<Stop>>,
    ) -> Result<(StreamReceiver, BoxFuture<'static, ()>)> {
        let statement = run::streamed_statement(plan)?;
        let (sender, receiver) = stream_channel();
        let failures = sender.clone();
        let ending = Arc::clone(&self.ending);
        let request = StatementRequest { statement, params };
        let work = run::until(stop, Arc::clone(&self.driver).stream(request, sender));
        let work = Box::pin(async move {
            let work = async {
                work.await;
                Ok(())
            };
            if let Err(ended) = ending.unless_come(work).await {
                // The reader may be gone; then nobody waits for the error either.
                let _ = failures.try_send(Err(ended));
            }
        });
        Ok((receiver, work))
    }

    /// Runs SQL without parameters: DDL and control statements.
    pub fn run_sql(
        self: &Arc<Self>,
        sql: String,
        stop: Option<Arc<Stop>>,
    ) -> BoxFuture<'static, Result<()>> {
        let (driver, ending) = (Arc::clone(&self.driver), Arc::clone(&self.ending));
        Box::pin(async move {
            let work = async {
                let intent = Intent::Statement(versa_sql::Access::Write);
                driver.acquire(intent).await?.run_sql(&sql).await
            };
            ending.unless_come(run::until(stop, work)).await
        })
    }

    /// Begins a transaction.
    pub fn begin(
        self: &Arc<Self>,
        options: TransactionOptions,
        stop: Option<Arc<Stop>>,
    ) -> BoxFuture<'static, Result<Arc<Transaction>>> {
        let (driver, ending) = (Arc::clone(&self.driver), Arc::clone(&self.ending));
        Box::pin(async move {
            let work = async {
                let intent = Intent::Transaction { read_only: options.read_only };
                let mut connection = driver.acquire(intent).await?;
                connection.begin(options).await?;
                Ok(Arc::new(Transaction::new(connection, Arc::clone(&ending))))
            };
            ending.unless_come(run::until(stop, work)).await
        })
    }

    /// Waits for something that belongs to the database, like the next rows of a stream.
    ///
    /// # Errors
    ///
    /// `CANCELLED` where [`Database::end`] comes before.
    pub async fn unless_ended<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        self.ending.unless_come(work).await
    }

    /// Ends what is under way: statements are stopped, transactions rolled back when they are gone.
    pub fn end(&self) {
        self.ending.come();
    }

    /// Closes the database: waits for what is running, refuses what is new.
    pub fn close(self: &Arc<Self>) -> BoxFuture<'static, Result<()>> {
        let driver = Arc::clone(&self.driver);
        Box::pin(async move {
            driver.close().await;
            Ok(())
        })
    }
}
