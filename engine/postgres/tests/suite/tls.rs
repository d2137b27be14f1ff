//! TLS, with a PostgreSQL of the test's own: its certificate is for `localhost` and signed by
//! itself.

use std::path::{Path, PathBuf};
use std::process::Command;

use versa_ast::Value;
use versa_driver::{ConnectOptions, Driver};
use versa_error::ErrorCode;

const BIN: &str = "/usr/lib/postgresql/15/bin";

/// A server in a folder of its own; stopped and removed when it is dropped.
struct Server {
    folder: PathBuf,
    port: u16,
}

fn bash(user: &str, command: &str) {
    let output = Command::new("su").args([user, "-s", "/bin/bash", "-c", command]).output();
    let output = output.expect("su is there");
    assert!(
        output.status.success(),
        "{command}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

impl Server {
    fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let folder = std::env::temp_dir().join(format!("versa-tls-{}", std::process::id()));
        let server = Self { folder, port };
        let at = server.folder.display();
        bash("root", &format!("install -d -o postgres -m 700 {at}"));
        bash(
            "postgres",
            &format!(
                "set -e; cd {at}; echo tls-secret > password; \
                 {BIN}/initdb -D data -U postgres -A scram-sha-256 --pwfile=password --no-sync; \
                 openssl req -new -x509 -days 2 -nodes -newkey rsa:2048 -subj /CN=localhost \
                 -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
                 -keyout data/server.key -out data/server.crt; chmod 600 data/server.key; \
                 {BIN}/pg_ctl -D data -w -l log -o \"-p {port} -k {at} -c ssl=on -c fsync=off\" \
                 start > started"
            ),
        );
        server
    }

    fn url(&self, host: &str, query: &str) -> String {
        format!("postgres://postgres:tls-secret@{host}:{}/postgres?{query}", self.port)
    }

    fn certificate(&self) -> PathBuf {
        self.folder.join("data/server.crt")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let at = self.folder.display();
        bash("postgres", &format!("{BIN}/pg_ctl -D {at}/data -m immediate stop"));
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

fn raw(sql: &str) -> versa_sql::Statement {
    versa_sql::Statement {
        text: versa_sql::SqlText::Fixed { sql: sql.into(), slots: Vec::new() },
        access: versa_sql::Access::Read,
        returns_rows: true,
        columns: Vec::new(),
        bulk: None,
        echo: None,
        duplicates: versa_sql::Duplicates::Counted,
    }
}

async fn is_encrypted(url: &str) -> Result<bool, versa_error::Error> {
    let driver = versa_postgres::connect(url, &ConnectOptions::default()).await?;
    let sql = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    let outcome = driver.execute(&raw(sql), &[] as &[Value]).await?;
    driver.close().await;
    let rows = versa_driver_suite::rows_of(&outcome.chunks);
    Ok(rows[0][0] == versa_driver_suite::Cell::Boolean(true))
}

fn root(path: &Path) -> String {
    format!("sslrootcert={}", path.display().to_string().replace('/', "%2F"))
}

#[tokio::test(flavor = "multi_thread")]
async fn modes() {
    let server = Server::start();
    let trusted = root(&server.certificate());
    for (host, query, encrypted) in [
        ("localhost", "", false),
        ("localhost", "sslmode=disable", false),
        ("localhost", "sslmode=prefer", true),
        ("127.0.0.1", "sslmode=require", true),
        ("127.0.0.1", &*format!("sslmode=verify-ca&{trusted}"), true),
        ("localhost", &*format!("sslmode=verify-full&{trusted}"), true),
    ] {
        let answer = is_encrypted(&server.url(host, query)).await;
        assert_eq!(
            answer.unwrap_or_else(|error| panic!("{query}: {error:?}")),
            encrypted,
            "{query}"
        );
    }
    for (host, query) in [
        ("localhost", "sslmode=verify-full"),
        ("localhost", "sslmode=verify-ca"),
        ("127.0.0.1", &*format!("sslmode=verify-full&{trusted}")),
    ] {
        let error = is_encrypted(&server.url(host, query)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
        assert!(error.message().contains("securely"), "{query}: {error:?}");
    }
    let missing = server.url("localhost", "sslmode=verify-full&sslrootcert=/nowhere.pem");
    let error = is_encrypted(&missing).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidConfiguration, "{error:?}");
    let socket = format!(
        "postgres://postgres:tls-secret@/postgres?host={}&port={}&application_name=by%20socket",
        server.folder.display(),
        server.port
    );
    assert!(!is_encrypted(&socket).await.expect("by socket"));
    let wrong = server.url("localhost", "").replace("tls-secret", "other-canary");
    let error = is_encrypted(&wrong).await.unwrap_err();
    assert_eq!((error.code(), error.state()), (ErrorCode::ConnectionFailed, Some("28P01")));
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}
