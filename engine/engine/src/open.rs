use std::sync::Arc;

use versa_driver::{ConnectOptions, Driver};
use versa_error::{Error, ErrorCode, Result};

/// Connects to the database that a URL names.
pub(crate) async fn open_driver(url: &str, options: &ConnectOptions) -> Result<Arc<dyn Driver>> {
    check(options)?;
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    Ok(match scheme {
        "sqlite" => versa_sqlite::connect(url, options)?,
        "postgres" | "postgresql" => versa_postgres::connect(url, options).await?,
        "mysql" | "mariadb" => versa_mysql::connect(url, options).await?,
        _ => {
            return Err(Error::new(
                ErrorCode::InvalidConfiguration,
                format!("no database is known for the URL scheme {scheme:?}"),
            )
            .hint(
                "write sqlite:file.db, sqlite::memory:, postgres://…, mysql://… or mariadb://…",
            ));
        }
    })
}

fn check(options: &ConnectOptions) -> Result<()> {
    if options.max_connections == Some(0) {
        return Err(Error::new(
            ErrorCode::InvalidConfiguration,
            "maxConnections is 0: nothing could ever run",
        )
        .hint("leave it out, or give 1 at least"));
    }
    Ok(())
}
