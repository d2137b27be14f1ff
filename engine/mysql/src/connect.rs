//! From a URL to a pool with one open session.

use std::sync::Arc;
use std::time::Duration;

use versa_driver::pool::{Backend, Pool};
use versa_driver::{BoxFuture, ConnectOptions, ServerInfo, init_statement_failed};
use versa_error::{Error, ErrorCode, Result};

use crate::driver::MysqlDriver;
use crate::error;
use crate::login::log_in;
use crate::session::{self, Session};
use crate::transaction::READ_WRITE;
use crate::url::Url;
use crate::wire::socket::Socket;
use crate::wire::{Channel, Failure, ServerError, command};

const DEFAULT_CONNECT_TIMEOUT_MS: u64 = 10_000;
const DEFAULT_STATEMENT_CACHE: u32 = 256;

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
    let pool = Pool::open(server, session, options).await?;
    Ok(Arc::new(MysqlDriver::new(pool, info)))
}

/// Where and how to connect.
pub(crate) struct Server {
    url: Url,
    set_up: String,
    init_statements: Vec<String>,
    timeout: Duration,
    statements_max: usize,
}

impl Server {
    fn from_url(url: &str, options: &ConnectOptions) -> Result<Self> {
        let url = Url::read(url, options)?;
        let timeout = options.connect_timeout_ms.unwrap_or(DEFAULT_CONNECT_TIMEOUT_MS);
        let cache = options.statement_cache.unwrap_or(DEFAULT_STATEMENT_CACHE).max(1);
        Ok(Self {
            set_up: set_up(url.collation.as_deref()),
            init_statements: options.init_statements.clone(),
            url,
            timeout: Duration::from_millis(timeout),
            statements_max: cache as usize,
        })
    }

    /// A connection that the server let in.
    async fn channel(&self) -> Result<Channel, Failure> {
        let socket = match &self.url.socket {
            Some(path) => Socket::unix(path).await,
            None => Socket::tcp(&self.url.host, self.url.port).await,
        };
        log_in(Channel::new(socket.map_err(Failure::Io)?), &self.url.login()).await
    }

    async fn connect(&self) -> Result<Session> {
        let session = async {
            let mut channel =
                self.channel().await.map_err(|failure| self.connect_failed(&failure))?;
            self.run_init_statements(&mut channel).await?;
            Session::begin(channel, &self.set_up, self.statements_max)
                .await
                .map_err(|failure| self.connect_failed(&failure))
        };
        match tokio::time::timeout(self.timeout, session).await {
            Ok(connected) => connected,
            Err(_) => Err(self
                .failed(format!("did not answer within {} ms", self.timeout.as_millis()))
                .hint("check host, port and firewall, or raise connectTimeoutMs")),
        }
    }

    /// The user's statements come before ours: whatever they set, times are in UTC afterwards.
    async fn run_init_statements(&self, channel: &mut Channel) -> Result<()> {
        for (index, sql) in self.init_statements.iter().enumerate() {
            session::run_text(channel, sql).await.map_err(|failure| match failure {
                Failure::Server(_) => init_statement_failed(index, &error::map(failure)),
                broken => self.connect_failed(&broken),
            })?;
        }
        Ok(())
    }

    fn failed(&self, reason: impl std::fmt::Display) -> Error {
        let place = self.url.place();
        Error::new(ErrorCode::ConnectionFailed, format!("MySQL at {place} {reason}"))
    }

    fn connect_failed(&self, failure: &Failure) -> Error {
        match failure {
            Failure::Server(error) => self.refused(error),
            Failure::Io(error) => self
                .failed(format!("could not be reached: {error}"))
                .hint("check that the server runs, and the host and port of the URL"),
            Failure::Tls(error) => self
                .failed(format!("could not be talked to securely: {error}"))
                .hint("check the certificates, or the ssl-mode of the URL"),
            Failure::Protocol(what) => self
                .failed(format!("did not answer as expected: {what}"))
                .hint("check that a MySQL listens at that port, and how it lets users in"),
            Failure::Login(reason) => self
                .failed(reason)
                .hint("give the user another login plugin, as caching_sha2_password or ed25519"),
        }
    }

    fn refused(&self, error: &ServerError) -> Error {
        let user = &self.url.user;
        let name = self.url.database.as_deref().unwrap_or_default();
        let (reason, hint) = match error.number {
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
            _ => (format!("refused: {}", error.message), "see the server's log"),
        };
        let state = error.state.clone().unwrap_or_default();
        self.failed(reason).sql_state(state).hint(hint)
    }
}

/// The first words of a session. It truncates nothing silently, whatever the server's default is.
fn set_up(collation: Option<&str>) -> String {
    let mut sql = "set time_zone = '+00:00', \
         sql_mode = concat(@@sql_mode, ',STRICT_TRANS_TABLES'), names utf8mb4"
        .to_owned();
    if let Some(collation) = collation {
        sql.push_str(" collate ");
        sql.push_str(collation);
    }
    sql
}

impl Server {
    /// Asks the server to stop what a session runs. When it answered, the session is marked: unless
    /// its statement notices, the next one would.
    pub(crate) async fn stop(&self, session: &str) {
        self.tell(format!("kill query {session}")).await;
    }

    /// Says something on a connection of its own, if there can be one.
    async fn tell(&self, sql: String) {
        if let Ok(Ok(mut channel)) = tokio::time::timeout(self.timeout, self.channel()).await {
            let _ = session::run_text(&mut channel, &sql).await;
            command::quit(&mut channel.outgoing);
            let _ = channel.send().await;
        }
    }
}

impl Backend for Server {
    type Session = Session;

    fn open(&self) -> BoxFuture<'_, Result<Session>> {
        Box::pin(self.connect())
    }

    fn is_closed(&self, session: &Session) -> bool {
        // Rows that nobody took may still be there; taking them off tells how things are.
        !session.channel.has_unread_rows && session.channel.socket.is_closed()
    }

    fn is_alive<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async { session.ping().await.is_ok() })
    }

    fn roll_back<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async {
            let ends = session.run_texts(&["rollback", READ_WRITE]).await;
            ends.is_ok_and(|ends| ends.iter().all(Result::is_ok))
        })
    }

    fn interrupt<'a>(&'a self, session: &'a Session) -> BoxFuture<'a, ()> {
        // Nobody waits for the answer: where this fails, the server finds out by itself that the
        // connection is gone.
        Box::pin(self.tell(format!("kill {}", session.id)))
    }

    fn close(&self, session: Session) -> BoxFuture<'_, ()> {
        Box::pin(session.quit())
    }
}
