//! A URL of libpq's, with what the client does not read by itself: certificates and defaults.

use std::error::Error as _;
use std::path::PathBuf;
use std::str::FromStr as _;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use versa_driver::{ConnectOptions, TlsMode, is_loopback};
use versa_error::{Error, ErrorCode, Result};
use versa_tls::{Encryption, Pem, Wish};

use crate::passfile;
use crate::tls::Tls;

/// What a URL says, completed by the options and the environment.
pub(crate) struct Place {
    pub(crate) config: Config,
    pub(crate) tls: Tls,
    /// Whether a PgBouncer that pools transactions stands between.
    pub(crate) pgbouncer: bool,
    /// Why the file of passwords was not used.
    pub(crate) passfile: Option<String>,
}

/// Reads a URL.
///
/// # Errors
///
/// `INVALID_CONFIGURATION` for a URL that is none, in words that never repeat it: a password is in
/// it.
pub(crate) fn read(url: &str, options: &ConnectOptions) -> Result<Place> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(invalid("it does not begin with postgres://"));
    }
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut wish, mut others) = (Wish::default(), String::new());
    let (mut pgbouncer, mut passfile) = (false, None);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        match key {
            "sslmode" | "ssl-mode" => wish.mode = Some(ssl_mode(value)?),
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => wish.root = Some(file(value)?),
            "sslcert" | "ssl-cert" => wish.client = Some(file(value)?),
            "sslkey" | "ssl-key" => wish.client_key = Some(file(value)?),
            "pgbouncer" => pgbouncer = yes_or_no(value)?,
            "passfile" => passfile = Some(path(value)?),
            _ => {
                others.push(if others.is_empty() { '?' } else { '&' });
                others.push_str(pair);
            }
        }
    }
    let mut config = Config::from_str(&format!("{place}{others}")).map_err(|error| {
        invalid(&error.source().map_or_else(|| error.to_string(), ToString::to_string))
    })?;
    complete(&mut config);
    let passfile = match config.get_password() {
        None => passfile::apply(&mut config, passfile),
        Some(_) => None,
    };
    let stays = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(host) => is_loopback(host),
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    let encryption = wish.changed_by(options.tls.as_ref()).encryption(stays)?;
    let (mode, tls) = match encryption {
        Encryption::Off => (SslMode::Disable, None),
        Encryption::Offered(tls) => (SslMode::Prefer, Some(tls)),
        Encryption::Required(tls) => (SslMode::Require, Some(tls)),
    };
    config.ssl_mode(mode);
    let pgbouncer = options.pgbouncer.unwrap_or(pgbouncer);
    Ok(Place { config, tls: Tls(tls), pgbouncer, passfile })
}

/// What the URL leaves open, as libpq's environment or its defaults have it.
fn complete(config: &mut Config) {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        config.host(variable("PGHOST").as_deref().unwrap_or("localhost"));
    }
    if config.get_ports().is_empty()
        && let Some(port) = variable("PGPORT").and_then(|port| port.parse().ok())
    {
        config.port(port);
    }
    if config.get_user().is_none()
        && let Some(user) = variable("PGUSER")
    {
        config.user(user);
    }
    if config.get_password().is_none()
        && let Some(password) = variable("PGPASSWORD")
    {
        config.password(password);
    }
    if config.get_dbname().is_none()
        && let Some(database) = variable("PGDATABASE")
    {
        config.dbname(database);
    }
}

fn ssl_mode(value: &str) -> Result<TlsMode> {
    Ok(match value {
        "disable" => TlsMode::Disable,
        "allow" | "prefer" => TlsMode::Prefer,
        "require" => TlsMode::Require,
        "verify-ca" => TlsMode::VerifyCa,
        "verify-full" => TlsMode::VerifyFull,
        _ => {
            return Err(invalid(
                "sslmode is none of disable, prefer, require, verify-ca and verify-full",
            ));
        }
    })
}

fn yes_or_no(value: &str) -> Result<bool> {
    match value {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(invalid("pgbouncer is neither true nor false")),
    }
}

fn file(value: &str) -> Result<Pem> {
    path(value).map(Pem::File)
}

/// A path without its percent signs.
fn path(value: &str) -> Result<PathBuf> {
    let unreadable = || invalid("the path of a file is not percent-encoded correctly");
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2).ok_or_else(unreadable)?;
        let digits = std::str::from_utf8(digits).map_err(|_| unreadable())?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| unreadable())?);
        rest = after;
    }
    Ok(PathBuf::from(String::from_utf8(bytes).map_err(|_| unreadable())?))
}

fn invalid(reason: &str) -> Error {
    let message = format!("the PostgreSQL URL is not valid: {reason}");
    Error::new(ErrorCode::InvalidConfiguration, message)
        .hint("write it as postgres://user:password@host:5432/database")
}
