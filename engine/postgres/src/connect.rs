//! From a URL to a pool with one open session.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgDatabaseError, PgSslMode};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, Row as _, ValueRef as _};
use versa_driver::{BoxFuture, ConnectOptions, ServerInfo, is_loopback};
use versa_error::{Error, ErrorCode, Result};

use crate::driver::PostgresDriver;
use crate::{error, statement};
use versa_driver::pool::{Backend, Pool};

const DEFAULT_CONNECT_TIMEOUT_MS: u64 = 10_000;
const DEFAULT_STATEMENT_CACHE: u32 = 256;

/// Connects to PostgreSQL and opens a pool that holds the one connection made.
///
/// The URL is libpq's: `postgres://user:password@host:5432/database?sslmode=require`. The session's
/// time zone is UTC. Without `sslmode`, TLS is used where the server offers it, but not to this
/// machine itself.
///
/// ```no_run
/// # async fn example() -> versa_error::Result<()> {
/// use versa_driver::{ConnectOptions, Driver};
/// let options = ConnectOptions { max_connections: Some(4), ..ConnectOptions::default() };
/// let driver = versa_postgres::connect("postgres://ada:secret@localhost/shop", &options).await?;
/// assert!(!driver.server().version.is_empty());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// `INVALID_CONFIGURATION` for a URL that is none; `CONNECTION_FAILED` when the server cannot be
/// reached, refuses the credentials or has no such database, with a hint which of these it was.
pub async fn connect(url: &str, options: &ConnectOptions) -> Result<Arc<PostgresDriver>> {
    let server = Server::from_url(url, options)?;
    let mut session = server.open().await?;
    let info = server_info(&mut session.connection).await.map_err(error::map)?;
    let pool = Pool::new(server, session, options);
    Ok(Arc::new(PostgresDriver::new(pool, info)))
}

/// A connection and the number the server knows it by.
pub(crate) struct Session {
    pub(crate) connection: PgConnection,
    /// How often a value that did not fit made the session ask the server for the types again.
    pub(crate) checks: u64,
    backend_pid: String,
}

/// Where and how to connect.
pub(crate) struct Server {
    options: PgConnectOptions,
    timeout: Duration,
}

impl Server {
    fn from_url(url: &str, options: &ConnectOptions) -> Result<Self> {
        let parsed = PgConnectOptions::from_str(url).map_err(|error| {
            // The parser's own words: it never repeats the URL with its password.
            Error::new(
                ErrorCode::InvalidConfiguration,
                format!("the PostgreSQL URL is not valid: {}", configuration_reason(&error)),
            )
            .hint("write it as postgres://user:password@host:5432/database")
        })?;
        // Encrypting what never leaves the machine costs a second copy of everything, and a pause
        // per large message: TLS records meet Nagle's algorithm. Whoever names a mode gets it.
        let parsed = match parsed.get_ssl_mode() {
            PgSslMode::Prefer if is_loopback(parsed.get_host()) && !url.contains("sslmode") => {
                parsed.ssl_mode(PgSslMode::Disable)
            }
            _ => parsed,
        };
        let cache = options.statement_cache.unwrap_or(DEFAULT_STATEMENT_CACHE).max(1);
        let timeout = options.connect_timeout_ms.unwrap_or(DEFAULT_CONNECT_TIMEOUT_MS);
        Ok(Self {
            options: parsed.statement_cache_capacity(cache as usize).disable_statement_logging(),
            timeout: Duration::from_millis(timeout),
        })
    }

    async fn connect(&self) -> Result<PgConnection> {
        match tokio::time::timeout(self.timeout, self.options.connect()).await {
            Ok(connected) => connected.map_err(|error| self.connect_failed(&error)),
            Err(_) => Err(self
                .failed(format!("did not answer within {} ms", self.timeout.as_millis()))
                .hint("check host, port and firewall, or raise connectTimeoutMs")),
        }
    }

    fn failed(&self, reason: impl std::fmt::Display) -> Error {
        let place = match self.options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", self.options.get_host(), self.options.get_port()),
        };
        Error::new(ErrorCode::ConnectionFailed, format!("PostgreSQL at {place} {reason}"))
    }

    fn unreachable(&self, error: &sqlx::Error) -> Error {
        match error {
            sqlx::Error::Io(error) => self
                .failed(format!("could not be reached: {error}"))
                .hint("check that the server runs, and the host and port of the URL"),
            sqlx::Error::Tls(error) => self
                .failed(format!("could not be talked to securely: {error}"))
                .hint("check the certificates, or the sslmode of the URL"),
            other => self
                .failed(format!("did not answer as expected: {other}"))
                .hint("check that a PostgreSQL listens at that port, and how it lets users in"),
        }
    }

    fn connect_failed(&self, error: &sqlx::Error) -> Error {
        let sqlx::Error::Database(database) = error else {
            return self.unreachable(error);
        };
        let Some(database) = database.try_downcast_ref::<PgDatabaseError>() else {
            return self.failed(format!("refused the connection: {error}"));
        };
        let user = self.options.get_username();
        let state = database.code();
        let (reason, hint) = match state {
            "28P01" => (
                format!("refused the password of user {user:?}"),
                "check user and password; reserved characters of a URL must be percent-encoded",
            ),
            "28000" => (
                format!("refused user {user:?}: {}", database.message()),
                "check the user's name, and what the server's pg_hba.conf permits",
            ),
            "3D000" => (
                format!("has no database {:?}", self.options.get_database().unwrap_or(user)),
                "check the last part of the URL, or create the database first",
            ),
            "53300" => (
                "has no free connection left".to_owned(),
                "lower maxConnections, or raise max_connections of the server",
            ),
            "57P03" => ("is starting up or shutting down".to_owned(), "try again in a moment"),
            _ => (format!("refused: {}", database.message()), "see the server's log"),
        };
        self.failed(reason).sql_state(state).hint(hint)
    }
}

impl Backend for Server {
    type Session = Session;

    fn open(&self) -> BoxFuture<'_, Result<Session>> {
        Box::pin(async {
            let mut connection = self.connect().await?;
            let backend_pid = text_cells(&mut connection, "select pg_backend_pid()")
                .await
                .map_err(error::map)?
                .pop()
                .unwrap_or_default();
            Ok(Session { connection, checks: 0, backend_pid })
        })
    }

    fn is_alive<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async { session.connection.ping().await.is_ok() })
    }

    fn roll_back<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async { session.connection.execute("rollback").await.is_ok() })
    }

    fn interrupt<'a>(&'a self, session: &'a Session) -> BoxFuture<'a, ()> {
        Box::pin(async {
            // Nobody waits for the answer: where this fails, the server finds out by itself that
            // the connection is gone.
            if let Ok(mut connection) = self.connect().await {
                let sql = format!("select pg_cancel_backend({})", session.backend_pid);
                let _ = connection.execute(statement::trusted_sql(sql)).await;
                let _ = connection.close().await;
            }
        })
    }

    fn close(&self, session: Session) -> BoxFuture<'_, ()> {
        Box::pin(async {
            let _ = session.connection.close().await;
        })
    }
}

async fn server_info(connection: &mut PgConnection) -> sqlx::Result<ServerInfo> {
    let version = text_cells(connection, "show server_version").await?.pop().unwrap_or_default();
    Ok(ServerInfo { product: "PostgreSQL".to_owned(), version })
}

/// The first cell of each row, by the simple protocol: as text.
async fn text_cells(connection: &mut PgConnection, sql: &'static str) -> sqlx::Result<Vec<String>> {
    let mut rows = connection.fetch(sqlx::raw_sql(sql));
    let mut cells = Vec::new();
    while let Some(row) = rows.try_next().await? {
        let cell = row.try_get_raw(0)?;
        if !cell.is_null() {
            cells.push(cell.as_str().map_err(sqlx::Error::Decode)?.to_owned());
        }
    }
    Ok(cells)
}

fn configuration_reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(reason) => reason.to_string(),
        other => other.to_string(),
    }
}
