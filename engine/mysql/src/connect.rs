//! From a URL to a pool with one open session.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use sqlx::mysql::{
    MySql, MySqlConnectOptions, MySqlConnection, MySqlDatabaseError, MySqlSslMode, MySqlTypeInfo,
};
use sqlx::{Column as _, ConnectOptions as _, Connection as _, Decode, Executor as _, Row as _};
use versa_driver::{BoxFuture, ConnectOptions, ServerInfo, is_loopback};
use versa_error::{Error, ErrorCode, Result};

use crate::driver::MysqlDriver;
use crate::{error, statement};
use versa_driver::pool::{Backend, Pool};

const DEFAULT_CONNECT_TIMEOUT_MS: u64 = 10_000;
const DEFAULT_STATEMENT_CACHE: u32 = 256;

/// The first words of a session. It truncates nothing silently, whatever the server's default is.
/// The decimal is there for its type: sqlx has no other way to name it.
const GREETING: &str = "set sql_mode = concat(@@sql_mode, ',STRICT_TRANS_TABLES'); \
     select cast(connection_id() as char) as id, version() as version, cast(0 as decimal) as d";

/// Connects to MySQL or MariaDB and opens a pool that holds the one connection made.
///
/// The URL is `mysql://user:password@host:3306/database` or the same with `mariadb://`; `ssl-mode`,
/// `ssl-ca`, `ssl-cert`, `ssl-key`, `socket` and `collation` may follow as parameters. The
/// session's time zone is UTC, its character set utf8mb4, its mode strict.
///
/// ```no_run
/// # async fn example() -> versa_error::Result<()> {
/// use versa_driver::{ConnectOptions, Driver};
/// let options = ConnectOptions { max_connections: Some(4), ..ConnectOptions::default() };
/// let driver = versa_mysql::connect("mariadb://ada:secret@localhost/shop", &options).await?;
/// assert!(!driver.server().version.is_empty());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// `INVALID_CONFIGURATION` for a URL that is none; `CONNECTION_FAILED` when the server cannot be
/// reached, refuses the credentials or has no such database, with a hint which of these it was.
pub async fn connect(url: &str, options: &ConnectOptions) -> Result<Arc<MysqlDriver>> {
    let server = Server::from_url(url, options)?;
    let session = server.open().await?;
    let version = session.version.clone();
    let product = if version.contains("MariaDB") { "MariaDB" } else { "MySQL" };
    let info = ServerInfo { product: product.to_owned(), version };
    let pool = Pool::new(server, session, options);
    Ok(Arc::new(MysqlDriver::new(pool, info)))
}

/// A connection and what is known of it.
pub(crate) struct Session {
    pub(crate) connection: MySqlConnection,
    /// The type of an exact decimal number.
    pub(crate) decimal: MySqlTypeInfo,
    version: String,
    id: String,
}

/// Where and how to connect.
pub(crate) struct Server {
    options: MySqlConnectOptions,
    timeout: Duration,
}

impl Server {
    fn from_url(url: &str, options: &ConnectOptions) -> Result<Self> {
        let parsed = MySqlConnectOptions::from_str(url).map_err(|error| {
            // The parser's own words: it never repeats the URL with its password.
            Error::new(
                ErrorCode::InvalidConfiguration,
                format!("the MySQL URL is not valid: {}", configuration_reason(&error)),
            )
            .hint("write it as mysql://user:password@host:3306/database")
        })?;
        // Encrypting what never leaves the machine only costs. Whoever names a mode gets it.
        let parsed = match parsed.get_ssl_mode() {
            MySqlSslMode::Preferred
                if is_loopback(parsed.get_host()) && !url.contains("ssl-mode") =>
            {
                parsed.ssl_mode(MySqlSslMode::Disabled)
            }
            _ => parsed,
        };
        let cache = options.statement_cache.unwrap_or(DEFAULT_STATEMENT_CACHE).max(1);
        let timeout = options.connect_timeout_ms.unwrap_or(DEFAULT_CONNECT_TIMEOUT_MS);
        Ok(Self {
            options: parsed
                // sqlx would let `||` concatenate, unlike every other client of the server.
                .pipes_as_concat(false)
                .no_engine_substitution(false)
                .charset("utf8mb4")
                .timezone(Some("+00:00".to_owned()))
                .statement_cache_capacity(cache as usize)
                .disable_statement_logging(),
            timeout: Duration::from_millis(timeout),
        })
    }

    async fn connect(&self) -> Result<MySqlConnection> {
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
        Error::new(ErrorCode::ConnectionFailed, format!("MySQL at {place} {reason}"))
    }

    fn unreachable(&self, error: &sqlx::Error) -> Error {
        match error {
            sqlx::Error::Io(error) => self
                .failed(format!("could not be reached: {error}"))
                .hint("check that the server runs, and the host and port of the URL"),
            sqlx::Error::Tls(error) => self
                .failed(format!("could not be talked to securely: {error}"))
                .hint("check the certificates, or the ssl-mode of the URL"),
            other => self
                .failed(format!("did not answer as expected: {other}"))
                .hint("check that a MySQL listens at that port, and how it lets users in"),
        }
    }

    fn connect_failed(&self, error: &sqlx::Error) -> Error {
        let sqlx::Error::Database(database) = error else {
            return self.unreachable(error);
        };
        let Some(database) = database.try_downcast_ref::<MySqlDatabaseError>() else {
            return self.failed(format!("refused the connection: {error}"));
        };
        let user = self.options.get_username();
        let name = self.options.get_database().unwrap_or_default();
        let (reason, hint) = match database.number() {
            1045 | 1698 => (
                format!("refused user {user:?} or the password"),
                "check user and password; reserved characters of a URL must be percent-encoded",
            ),
            1044 => (
                format!("does not let user {user:?} use the database {name:?}"),
                "grant the user rights on the database",
            ),
            1049 => (
                format!("has no database {name:?}"),
                "check the last part of the URL, or create the database first",
            ),
            1040 | 1203 | 1226 => (
                "has no free connection left".to_owned(),
                "lower maxConnections, or raise max_connections of the server",
            ),
            1130 | 1129 => (
                "does not accept connections from this machine".to_owned(),
                "grant the user access from this host, or flush the server's blocked hosts",
            ),
            _ => (format!("refused: {}", database.message()), "see the server's log"),
        };
        self.failed(reason).sql_state(database.code().unwrap_or_default()).hint(hint)
    }
}

impl Backend for Server {
    type Session = Session;

    fn open(&self) -> BoxFuture<'_, Result<Session>> {
        Box::pin(async {
            let mut connection = self.connect().await?;
            greet(&mut connection).await.map_err(error::map)?.into_session(connection)
        })
    }

    fn is_alive<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async { session.connection.ping().await.is_ok() })
    }

    fn roll_back<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async { session.connection.execute(sqlx::raw_sql("rollback")).await.is_ok() })
    }

    fn interrupt<'a>(&'a self, session: &'a Session) -> BoxFuture<'a, ()> {
        Box::pin(async {
            // Nobody waits for the answer: where this fails, the server finds out by itself that
            // the connection is gone.
            if let Ok(mut connection) = self.connect().await {
                let sql = statement::trusted_sql(format!("kill {}", session.id));
                let _ = connection.execute(sqlx::raw_sql(sql)).await;
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

/// What the server says at the beginning.
struct Greeting {
    id: String,
    version: String,
    decimal: Option<MySqlTypeInfo>,
}

impl Greeting {
    fn into_session(self, connection: MySqlConnection) -> Result<Session> {
        let Self { id, version, decimal } = self;
        let decimal = decimal.ok_or_else(|| Error::internal("the server did not greet"))?;
        Ok(Session { connection, decimal, version, id })
    }
}

async fn greet(connection: &mut MySqlConnection) -> sqlx::Result<Greeting> {
    let mut greeting = Greeting { id: String::new(), version: String::new(), decimal: None };
    let mut rows = connection.fetch(sqlx::raw_sql(GREETING));
    while let Some(row) = rows.try_next().await? {
        let text = |index: usize| {
            <String as Decode<'_, MySql>>::decode(row.try_get_raw(index)?)
                .map_err(sqlx::Error::Decode)
        };
        greeting.id = text(0)?;
        greeting.version = text(1)?;
        greeting.decimal = row.columns().get(2).map(|column| column.type_info().clone());
    }
    Ok(greeting)
}

fn configuration_reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(reason) => reason.to_string(),
        other => other.to_string(),
    }
}
