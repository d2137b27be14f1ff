//! From a URL to a pool with one open session.

use std::error::Error as _;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::config::Host;
use tokio_postgres::{CancelToken, Client, Config, SimpleQueryMessage};
use versa_driver::pool::{Backend, Pool};
use versa_driver::{BoxFuture, ConnectOptions, ServerInfo, init_statement_failed};
use versa_error::{Error, ErrorCode, Result};

use crate::cancel::cancel;
use crate::driver::PostgresDriver;
use crate::prepared::PreparedStatements;
use crate::tls::Tls;
use crate::url::Place;
use crate::{error, pgbouncer, url};

/// What a session has to be set to, whatever the server's configuration says.
const SET_UP: &str = "set time zone 'UTC'; set datestyle to 'ISO, MDY'";
const DEFAULT_CONNECT_TIMEOUT_MS: u64 = 10_000;
/// How long a server may take to hear that it is to stop something.
const HEARD_LIMIT: Duration = Duration::from_millis(200);
/// How long a session may take to say goodbye.
const GOODBYE_LIMIT: Duration = Duration::from_millis(250);
pub(crate) const DEFAULT_PORT: u16 = 5432;
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
    let session = server.open().await?;
    let info = server_info(&session.client).await?;
    let may_share = !server.pgbouncer;
    let pool = Pool::open(server, session, options).await?;
    Ok(Arc::new(PostgresDriver::new(pool, info, may_share)))
}

/// A connection to the server. The client only writes into a queue; a task of the runtime does the
/// talking, and so many statements can be under way at once.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) prepared: PreparedStatements,
    /// Whether a PgBouncer stands between: then the server forgets what it prepares.
    pub(crate) is_pooled: bool,
    /// Whether what the client wants to use again is gone at the server.
    pub(crate) outworn: AtomicBool,
    talking: JoinHandle<()>,
}

impl Session {
    /// Whether the session cannot learn any more, and has to be replaced.
    pub(crate) fn is_outworn(&self) -> bool {
        self.outworn.load(Ordering::Relaxed)
    }
}

/// Where and how to connect.
pub(crate) struct Server {
    config: Config,
    tls: Tls,
    pgbouncer: bool,
    /// Why the file of passwords was not used.
    passfile: Option<String>,
    init_statements: Vec<String>,
    timeout: Duration,
    statements_max: usize,
}

impl Server {
    fn from_url(url: &str, options: &ConnectOptions) -> Result<Self> {
        let Place { config, tls, pgbouncer, passfile } = url::read(url, options)?;
        if pgbouncer && !options.init_statements.is_empty() {
            let message = "initStatements do not go with pgbouncer: they would be left in sessions \
                           that others use";
            return Err(Error::new(ErrorCode::InvalidConfiguration, message)
                .hint("set it for the user or the database: alter role … set …"));
        }
        let cache = options.statement_cache.unwrap_or(DEFAULT_STATEMENT_CACHE).max(1);
        let timeout = options.connect_timeout_ms.unwrap_or(DEFAULT_CONNECT_TIMEOUT_MS);
        Ok(Self {
            config,
            tls,
            pgbouncer,
            passfile,
            init_statements: options.init_statements.clone(),
            timeout: Duration::from_millis(timeout),
            statements_max: cache as usize,
        })
    }

    async fn connect(&self) -> Result<Session> {
        match tokio::time::timeout(self.timeout, self.connect_and_set_up()).await {
            Ok(connected) => connected,
            Err(_) => Err(self
                .failed(format!("did not answer within {} ms", self.timeout.as_millis()))
                .hint("check host, port and firewall, or raise connectTimeoutMs")),
        }
    }

    async fn connect_and_set_up(&self) -> Result<Session> {
        let failed = |error: tokio_postgres::Error| self.connect_failed(&error);
        let (client, connection) = self.config.connect(self.tls.clone()).await.map_err(failed)?;
        // How it ended, the callers are told by the client.
        let talking = tokio::spawn(async move { drop(connection.await) });
        // The user's statements come before ours: whatever they set, times are in UTC afterwards.
        for (index, sql) in self.init_statements.iter().enumerate() {
            client.batch_execute(sql).await.map_err(|error| match error.as_db_error() {
                Some(database) => init_statement_failed(index, &error::database(database)),
                None => failed(error),
            })?;
        }
        // A PgBouncer keeps these two for us, whichever of the server's sessions it lends.
        client.batch_execute(SET_UP).await.map_err(failed)?;
        if self.pgbouncer {
            pgbouncer::learn_types(&client).await.map_err(failed)?;
        }
        Ok(Session {
            client,
            prepared: PreparedStatements::new(self.statements_max),
            is_pooled: self.pgbouncer,
            outworn: AtomicBool::new(false),
            talking,
        })
    }

    fn failed(&self, reason: impl std::fmt::Display) -> Error {
        let port = self.config.get_ports().first().copied().unwrap_or(DEFAULT_PORT);
        let place = match (self.config.get_hosts().first(), self.config.get_hostaddrs().first()) {
            (Some(Host::Tcp(host)), _) => format!("{host}:{port}"),
            #[cfg(unix)]
            (Some(Host::Unix(folder)), _) => format!("{}/.s.PGSQL.{port}", folder.display()),
            (None, Some(address)) => format!("{address}:{port}"),
            (None, None) => "no host".to_owned(),
        };
        Error::new(ErrorCode::ConnectionFailed, format!("PostgreSQL at {place} {reason}"))
    }

    fn unreachable(&self, error: &tokio_postgres::Error) -> Error {
        let Some(reason) = error.source() else {
            return self
                .failed(format!("did not answer as expected: {error}"))
                .hint("check that a PostgreSQL listens at that port, and how it lets users in");
        };
        // The client keeps the kind of its failures to itself, except in words.
        if reason.to_string() == "password missing" {
            let hint = "write it in the URL, in PGPASSWORD or in ~/.pgpass";
            let hint = match &self.passfile {
                Some(why) => format!("{hint}; the file was not used: {why}"),
                None => hint.to_owned(),
            };
            return self.failed("asks for a password, and there is none").hint(hint);
        }
        if error.to_string().contains("TLS") {
            return self
                .failed(format!("could not be talked to securely: {reason}"))
                .hint("check the certificates, or the sslmode of the URL");
        }
        if reason.is::<std::io::Error>() {
            return self
                .failed(format!("could not be reached: {reason}"))
                .hint("check that the server runs, and the host and port of the URL");
        }
        self.failed(format!("did not answer as expected: {reason}"))
            .hint("check that a PostgreSQL listens at that port, and how it lets users in")
    }

    fn connect_failed(&self, error: &tokio_postgres::Error) -> Error {
        let Some(database) = error.as_db_error() else {
            return self.unreachable(error);
        };
        let user = self.config.get_user().unwrap_or_default();
        let state = database.code().code();
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
                format!("has no database {:?}", self.config.get_dbname().unwrap_or(user)),
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

impl Server {
    /// Asks the server to stop what a session runs. False where it may hear it later.
    pub(crate) async fn stop(&self, running: &CancelToken) -> bool {
        cancel(&self.config, &self.tls, running).await
    }
}

impl Backend for Server {
    type Session = Session;

    fn open(&self) -> BoxFuture<'_, Result<Session>> {
        Box::pin(self.connect())
    }

    fn is_closed(&self, session: &Session) -> bool {
        session.client.is_closed() || session.is_outworn()
    }

    fn is_alive<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async { session.client.batch_execute("").await.is_ok() })
    }

    fn roll_back<'a>(&'a self, session: &'a mut Session) -> BoxFuture<'a, bool> {
        Box::pin(async { session.client.batch_execute("rollback").await.is_ok() })
    }

    fn interrupt<'a>(&'a self, session: &'a Session) -> BoxFuture<'a, ()> {
        Box::pin(async {
            // Answered when nothing runs any more. While the server compiles a statement to machine
            // code, requests are lost: so it is asked until it heard. Nobody else waits for this:
            // where it fails, the server finds out by itself that the connection is gone.
            let running = session.client.cancel_token();
            let mut ended = pin!(session.client.batch_execute(""));
            loop {
                self.stop(&running).await;
                if tokio::time::timeout(HEARD_LIMIT, ended.as_mut()).await.is_ok() {
                    return;
                }
            }
        })
    }

    fn close(&self, session: Session) -> BoxFuture<'_, ()> {
        Box::pin(async {
            let Session { client, prepared, mut talking, .. } = session;
            drop((prepared, client));
            // The task says goodbye once every answer was read. Where that takes long, the socket
            // is closed instead, and the server ends what it still runs there.
            if tokio::time::timeout(GOODBYE_LIMIT, &mut talking).await.is_err() {
                talking.abort();
            }
        })
    }
}

async fn server_info(client: &Client) -> Result<ServerInfo> {
    let answer = client.simple_query("show server_version").await;
    let version =
        answer.map_err(|failed| error::map(&failed))?.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
    let version = version.unwrap_or_default();
    Ok(ServerInfo { product: "PostgreSQL".to_owned(), version })
}
