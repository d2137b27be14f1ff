use serde::Deserialize;

/// What `connect` was asked for.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ConnectOptions {
    /// The most connections of the pool; default 10.
    pub max_connections: Option<u32>,
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
