use std::fmt;

use serde::Deserialize;
use versa_error::{Error, ErrorCode};

/// What `connect` was asked for.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ConnectOptions {
    /// The most connections of the pool; default 10.
    pub max_connections: Option<u32>,
    /// Servers: how many connections are opened at once and kept; default 1 is opened, 0 are kept.
    pub min_connections: Option<u32>,
    /// Servers: a connection that nobody used for longer is closed, unless it is among the least
    /// number, in milliseconds; default 600,000. 0: never.
    pub idle_timeout_ms: Option<u64>,
    /// Servers: a connection that is open for longer is replaced as soon as nobody uses it, in
    /// milliseconds; default 1,800,000, and up to a tenth less. 0: never.
    pub max_lifetime_ms: Option<u64>,
    /// How long to wait for a connection, or for another transaction of this process, in
    /// milliseconds; default 30,000 (SQLite: 5,000).
    pub acquire_timeout_ms: Option<u64>,
    /// How long to wait until the server answers the first time, in milliseconds; default 10,000.
    pub connect_timeout_ms: Option<u64>,
    /// SQLite: how long to wait for a lock of another process, in milliseconds; default 5,000.
    pub busy_timeout_ms: Option<u32>,
    /// SQLite: open the file only to read.
    pub read_only: bool,
    /// How many prepared statements a connection keeps; default 256.
    pub statement_cache: Option<u32>,
    /// Statements that each new connection runs before it is used.
    pub init_statements: Vec<String>,
    /// Servers: encryption. What it says goes before what the URL says.
    pub tls: Option<TlsOptions>,
    /// PostgreSQL: whether a PgBouncer that pools transactions stands between.
    pub pgbouncer: Option<bool>,
}

/// Whether and how a connection is encrypted, and which certificates count.
#[derive(Clone, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TlsOptions {
    /// Whether it is, and how much of the server's certificate is checked.
    pub mode: Option<TlsMode>,
    /// Who is trusted: a file or text in the PEM format.
    pub ca: Option<String>,
    /// What the server is shown: a file or text in the PEM format.
    pub cert: Option<String>,
    /// The key of `cert`: a file or text in the PEM format.
    pub key: Option<String>,
    /// The name that the server's certificate has to be for, where it is not the host's.
    pub server_name: Option<String>,
}

/// What may hold a key says nothing of itself.
impl fmt::Debug for TlsOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TlsOptions").field("mode", &self.mode).finish_non_exhaustive()
    }
}

/// Whether a connection is encrypted, and how much of the server's certificate is checked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum TlsMode {
    /// It is not.
    Disable,
    /// Where the server can; nothing is checked.
    Prefer,
    /// It is; nothing is checked, unless a `ca` says who is trusted.
    Require,
    /// The certificate has to be signed by somebody trusted.
    VerifyCa,
    /// And has to be for this host.
    VerifyFull,
}

/// Isolation levels. A database without a level uses the next stronger one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Isolation {
    /// Sees uncommitted rows of others (PostgreSQL, SQLite: read committed, serializable).
    ReadUncommitted,
    /// Each statement sees what was committed before it.
    ReadCommitted,
    /// Each statement sees what was committed before the first.
    RepeatableRead,
    /// As if transactions ran one after another.
    Serializable,
}

/// How a transaction is begun.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TransactionOptions {
    /// The isolation level; the database's default without it.
    pub isolation: Option<Isolation>,
    /// Whether writes are refused with `READ_ONLY`.
    pub read_only: bool,
}

/// Whether a host is this machine itself: what goes there never leaves it.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.starts_with('/')
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The error of a connection whose init statement failed. The text is left out: it may set a
/// secret.
#[must_use]
pub fn init_statement_failed(index: usize, failed: &Error) -> Error {
    let message = format!("initStatements[{index}] failed: {}", failed.message());
    let error = Error::new(ErrorCode::ConnectionFailed, message)
        .hint("each new connection runs them: correct the statement, or leave it out");
    match failed.state() {
        Some(state) => error.sql_state(state),
        None => error,
    }
}
