use std::sync::Arc;

use versa_driver::pool::DEFAULT_MAX_CONNECTIONS;
use versa_driver::{ConnectOptions, Driver};
use versa_error::{Error, ErrorCode, Result};

/// Connects to the database that a URL names.
pub(crate) async fn open_driver(url: &str, options: &ConnectOptions) -> Result<Arc<dyn Driver>> {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    check(options, scheme)?;
    Ok(match scheme {
        "sqlite" => versa_sqlite::connect(url, options)?,
        "postgres" | "postgresql" => versa_postgres::connect(url, options).await?,
        "mysql" | "mariadb" => versa_mysql::connect(url, options).await?,
        _ => {
            let message = format!("no database is known for the URL scheme {scheme:?}");
            return Err(invalid(message).hint(
                "write sqlite:file.db, sqlite::memory:, postgres://…, mysql://… or mariadb://…",
            ));
        }
    })
}

fn check(options: &ConnectOptions, scheme: &str) -> Result<()> {
    let most = options.max_connections.unwrap_or(DEFAULT_MAX_CONNECTIONS);
    if most == 0 {
        return Err(invalid("maxConnections is 0: nothing could ever run")
            .hint("leave it out, or give 1 at least"));
    }
    if let Some(least) = options.min_connections.filter(|&least| least > most) {
        let message = format!("minConnections is {least}, and maxConnections only {most}");
        return Err(invalid(message).hint("raise maxConnections, or lower minConnections"));
    }
    if options.tls.is_some() && scheme == "sqlite" {
        return Err(invalid("SQLite has no connection that TLS could encrypt")
            .hint("leave the option tls out"));
    }
    if options.pgbouncer == Some(true) && !scheme.starts_with("postgres") {
        return Err(invalid("PgBouncer stands only before PostgreSQL")
            .hint("leave the option pgbouncer out"));
    }
    Ok(())
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidConfiguration, message)
}
