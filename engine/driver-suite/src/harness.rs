use std::panic::AssertUnwindSafe;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::FutureExt;
use versa_ast::LogicalType;
use versa_driver::{BoxFuture, ConnectOptions, Driver};
use versa_error::Result;
use versa_sql::BulkRun;

use crate::Fixture;

/// Where a driver's cases run: a database that is made for one case and dropped after it.
pub trait TestDatabase: Send + Sync + 'static {
    /// Creates the database. Fails the test where there is no server.
    fn create() -> impl Future<Output = Self> + Send
    where
        Self: Sized;

    /// What `VERSA_TEST_DATABASES` calls it: `sqlite`, `postgres` or `mysql`.
    fn name() -> &'static str
    where
        Self: Sized;

    /// What the cases need to know of it.
    fn dialect(&self) -> &'static Dialect;

    /// Where it is.
    fn url(&self) -> &str;

    /// Connects to any URL.
    fn connect<'a>(
        &'a self,
        url: &'a str,
        options: &'a ConnectOptions,
    ) -> BoxFuture<'a, Result<Arc<dyn Driver>>>;

    /// Drops the database, whoever is still connected.
    fn destroy(self) -> impl Future<Output = ()> + Send
    where
        Self: Sized;
}

/// How a database writes what every database can.
pub struct Dialect {
    /// The placeholder of a parameter, counted from 1.
    pub placeholder: fn(usize) -> String,
    /// The column type that keeps all values of a logical type.
    pub column_type: fn(LogicalType) -> &'static str,
    /// What a cell of that column is when the statement does not say.
    pub natural_type: fn(LogicalType) -> LogicalType,
    /// Whether a column of doubles keeps the sign of zero.
    pub keeps_negative_zero: bool,
    /// How lists are bound.
    pub list: List,
    /// How bulk rows are inserted.
    pub bulk_run: BulkRun,
    /// The text of a bulk insert whose columns are bound as arrays.
    pub bulk_arrays: Option<BulkText>,
    /// What the cases of a server need besides.
    pub server: Option<ServerDialect>,
}

/// The text of an insert into a table, for columns with these names and types.
pub type BulkText = fn(table: &str, columns: &[(&str, LogicalType)]) -> String;

/// How a list of values reaches a filter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum List {
    /// As one array: `= any(…)`.
    Array,
    /// As one placeholder per item: `in (…, …)`.
    Expanding,
    /// As JSON text: `in (select value from json_each(…))`.
    Json,
}

/// How a server writes what only servers can.
pub struct ServerDialect {
    /// Asks for the number of the connection.
    pub session_id: &'static str,
    /// Ends another connection.
    pub kill: fn(id: i64) -> String,
    /// Takes half a minute.
    pub slow: &'static str,
    /// Counts the connections that run [`ServerDialect::slow`] or read the table `digits`.
    pub count_running: &'static str,
    /// Lets a statement wait 200 ms for a lock, where that is a setting of the session.
    pub short_lock_wait: &'static str,
    /// The URL with the user and password replaced by ones that the server refuses.
    pub refused_url: fn(url: &str) -> String,
}

/// A name that no other test uses. It has letters for digits: some tests look for digits that must
/// not be in a message.
#[must_use]
pub fn database_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros());
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let letter = |digit: char| match digit {
        '0'..='9' => char::from(b'a' + digit as u8 - b'0'),
        other => other,
    };
    let number = format!("{}_{now}_{count}", process::id());
    format!("versa_test_{}", number.chars().map(letter).collect::<String>())
}

/// Runs one case in a database of its own and drops that, whether or not the case failed.
///
/// # Panics
///
/// When the case fails: this is a test.
pub fn run<D, C>(case: C)
where
    D: TestDatabase,
    C: AsyncFnOnce(Fixture),
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    if !is_wanted(D::name()) {
        return;
    }
    runtime.block_on(async {
        let database = Arc::new(D::create().await);
        let shared = Arc::clone(&database) as Arc<dyn TestDatabase>;
        let outcome =
            AssertUnwindSafe(async { case(Fixture::new(shared).await).await }).catch_unwind().await;
        if let Some(database) = Arc::into_inner(database) {
            database.destroy().await;
        }
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Whether `VERSA_TEST_DATABASES` is unset or names the database.
fn is_wanted(name: &str) -> bool {
    std::env::var("VERSA_TEST_DATABASES")
        .map_or(true, |wanted| wanted.split(',').any(|one| one.trim() == name))
}
