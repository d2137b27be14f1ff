//! A URL of libpq's, with what the client does not read by itself: certificates and defaults.

use std::error::Error as _;
use std::path::PathBuf;
use std::str::FromStr as _;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use versa_driver::is_loopback;
use versa_error::{Error, ErrorCode, Result};
use versa_tls::{Certificates, Strictness};

use crate::tls::Tls;

/// Reads a URL.
///
/// # Errors
///
/// `INVALID_CONFIGURATION` for a URL that is none, in words that never repeat it: a password is in
/// it.
pub(crate) fn read(url: &str) -> Result<(Config, Tls)> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(invalid("it does not begin with postgres://"));
    }
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut certificates, mut mode, mut others) = (Certificates::default(), None, String::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        match key {
            "sslmode" | "ssl-mode" => {
                let (ssl_mode, strictness) = ssl_mode(value)?;
                mode = Some(ssl_mode);
                certificates.strictness = strictness;
            }
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => certificates.root = Some(path(value)?),
            "sslcert" | "ssl-cert" => certificates.client = Some(path(value)?),
            "sslkey" | "ssl-key" => certificates.client_key = Some(path(value)?),
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
    // Encrypting what never leaves the machine costs a second copy of everything. Whoever names a
    // mode gets it.
    let mode = mode.unwrap_or_else(|| {
        let stays = config.get_hosts().iter().all(|host| match host {
            Host::Tcp(host) => is_loopback(host),
            #[cfg(unix)]
            Host::Unix(_) => true,
        });
        if stays { SslMode::Disable } else { SslMode::Prefer }
    });
    config.ssl_mode(mode);
    let tls = match mode {
        SslMode::Disable => None,
        _ => Some(versa_tls::Tls::new(&certificates)?),
    };
    Ok((config, Tls(tls)))
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

fn ssl_mode(value: &str) -> Result<(SslMode, Strictness)> {
    Ok(match value {
        "disable" => (SslMode::Disable, Strictness::Nothing),
        "allow" | "prefer" => (SslMode::Prefer, Strictness::Nothing),
        "require" => (SslMode::Require, Strictness::Nothing),
        "verify-ca" => (SslMode::Require, Strictness::Authority),
        "verify-full" => (SslMode::Require, Strictness::Full),
        _ => {
            return Err(invalid(
                "sslmode is none of disable, prefer, require, verify-ca and verify-full",
            ));
        }
    })
}

/// A path without its percent signs.
fn path(value: &str) -> Result<PathBuf> {
    let unreadable = || invalid("the path of a certificate is not percent-encoded correctly");
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
