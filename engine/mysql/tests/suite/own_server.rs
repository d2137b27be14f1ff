//! A MariaDB of the tests' own, for what the shared one is not configured for: TLS, packets of more
//! than 16 MB, login plugins.

use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use versa_ast::Value;
use versa_driver::{ConnectOptions, Driver, Intent};
use versa_driver_suite::{Cell, rows_of};
use versa_error::Error;
use versa_sql::{Access, SqlText, Statement};

const START_LIMIT: Duration = Duration::from_secs(60);

/// Makes a server in the folder, with a certificate for `localhost` that it signed itself, and
/// ends it as soon as nobody holds the other end of its input: when the tests are over, however.
const SCRIPT: &str = "set -e; cd \"$FOLDER\"; PATH=$PATH:/usr/sbin
    openssl req -new -x509 -days 2 -nodes -newkey rsa:2048 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
        -keyout server.key -out server.crt 2> openssl.log
    user=; if [ \"$(id -u)\" = 0 ]; then user=--user=mysql; chown mysql . server.*; fi
    mariadb-install-db --no-defaults $user --datadir=\"$FOLDER/data\" \
        --auth-root-authentication-method=normal --skip-test-db > install.log
    mariadbd --no-defaults $user --datadir=\"$FOLDER/data\" --port=\"$PORT\" \
        --bind-address=127.0.0.1 --socket=\"$FOLDER/socket\" --pid-file=\"$FOLDER/pid\" \
        --ssl-cert=\"$FOLDER/server.crt\" --ssl-key=\"$FOLDER/server.key\" \
        --max-allowed-packet=128M --plugin-load-add=auth_ed25519 \
        --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M 2> server.log &
    server=$!; read -r || true; { kill -9 $server; wait $server || true; } 2> /dev/null
    rm -rf \"$FOLDER\"";

/// A server in a folder of its own.
pub(crate) struct OwnServer {
    folder: PathBuf,
    port: u16,
    _process: Mutex<Child>,
}

/// The server, which is started for the first test that wants it.
pub(crate) fn own_server() -> &'static OwnServer {
    static SERVER: OnceLock<OwnServer> = OnceLock::new();
    SERVER.get_or_init(OwnServer::start)
}

impl OwnServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let folder = std::env::temp_dir().join(format!("versa-mysql-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let process = Command::new("bash")
            .args(["-c", SCRIPT])
            .env("FOLDER", &folder)
            .env("PORT", port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("bash is there");
        let begin = Instant::now();
        let socket = folder.join("socket");
        // The server listens on the port first, and a moment later on the socket.
        while TcpStream::connect(("127.0.0.1", port)).is_err()
            || UnixStream::connect(&socket).is_err()
        {
            assert!(begin.elapsed() < START_LIMIT, "see {}", folder.display());
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { folder, port, _process: Mutex::new(process) }
    }

    pub(crate) fn certificate(&self) -> String {
        self.folder.join("server.crt").display().to_string()
    }

    /// The URL for a user of [`OwnServer::user`].
    pub(crate) fn url(&self, user: &str, host: &str, query: &str) -> String {
        format!("mysql://{user}@{host}:{}/?{query}", self.port)
    }

    /// The URL for the one who may do everything, by the socket of the machine.
    pub(crate) fn root_url(&self) -> String {
        let path = self.folder.join("socket").display().to_string().replace('/', "%2F");
        format!("mysql://root@localhost/?socket={path}")
    }

    /// Creates a user, who may do everything.
    pub(crate) async fn user(&self, name: &str, identified: &str) {
        let create = format!("create or replace user {name}@'%' identified {identified}");
        for sql in [create, format!("grant all on *.* to {name}@'%'")] {
            run_sql(&self.root_url(), &sql).await;
        }
    }
}

/// Runs what has no result.
pub(crate) async fn run_sql(url: &str, sql: &str) {
    let driver = versa_mysql::connect(url, &ConnectOptions::default()).await.expect("a server");
    let mut connection = driver.acquire(Intent::Statement(Access::Write)).await.unwrap();
    connection.run_sql(sql).await.unwrap();
    drop(connection);
    driver.close().await;
}

/// The only cell that a server answers with, on a connection of its own.
pub(crate) async fn ask(url: &str, sql: &str, params: &[Value]) -> Result<Cell, Error> {
    let driver = versa_mysql::connect(url, &ConnectOptions::default()).await?;
    let outcome = driver.execute(&raw(sql), params).await;
    driver.close().await;
    Ok(rows_of(&outcome?.chunks)[0][0].clone())
}

/// A text as of the user's own.
pub(crate) fn raw(sql: &str) -> Statement {
    Statement {
        text: SqlText::Fixed {
            sql: sql.into(),
            slots: (0..)
                .take(sql.matches('?').count())
                .map(|index| versa_sql::Slot {
                    index,
                    logical_type: None,
                    kind: versa_sql::SlotKind::Value,
                })
                .collect(),
        },
        access: Access::Read,
        returns_rows: true,
        columns: Vec::new(),
        bulk: None,
        echo: None,
        duplicates: versa_sql::Duplicates::Counted,
    }
}
