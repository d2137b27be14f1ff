//! Logging in: plugins, TLS, sockets, and what is said when it fails.

use versa_driver_suite::Cell;
use versa_error::{Error, ErrorCode};
use versa_rows::tag;

use crate::database::admin_url;
use crate::own_server::{ask, own_server};

fn text(text: &str) -> Cell {
    Cell::Text(tag::TEXT, text.to_owned())
}

fn assert_refused(error: &Error) {
    assert_eq!((error.code(), error.state()), (ErrorCode::ConnectionFailed, Some("28000")));
    assert!(error.hint_text().is_some(), "{error:?}");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plugins() {
    let server = own_server();
    for (name, identified) in [
        ("native", "via mysql_native_password using password('secret-canary')"),
        ("edwards", "via ed25519 using password('secret-canary')"),
    ] {
        server.user(name, identified).await;
        for query in ["", "ssl-mode=required"] {
            let url = server.url(&format!("{name}:secret-canary"), "127.0.0.1", query);
            let answer = ask(&url, "select current_user()", &[]).await;
            assert_eq!(answer, Ok(text(&format!("{name}@%"))), "{identified}");
            for password in ["", ":other-canary"] {
                let url = server.url(&format!("{name}{password}"), "127.0.0.1", query);
                assert_refused(&ask(&url, "select 1", &[]).await.unwrap_err());
            }
        }
    }
    server.user("nobody", "by ''").await;
    let nobody = server.url("nobody", "127.0.0.1", "");
    assert_eq!(ask(&nobody, "select 1", &[]).await, Ok(Cell::Int(1)), "without a password");
    let with_password = server.url("nobody:some-canary", "127.0.0.1", "");
    assert_refused(&ask(&with_password, "select 1", &[]).await.unwrap_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_socket_of_the_machine() {
    let server = own_server();
    let answer = ask(&server.root_url(), "select current_user()", &[]).await;
    assert_eq!(answer, Ok(text("root@localhost")));
    let nowhere = "mysql://root@localhost/?socket=%2Fnowhere%2Fsocket";
    let error = ask(nowhere, "select 1", &[]).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
    assert!(error.message().contains("/nowhere/socket"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn modes_of_tls() {
    let server = own_server();
    server.user("tls", "by 'tls-secret'").await;
    let trusted = format!("ssl-ca={}", server.certificate());
    let is_encrypted = async |host: &str, query: &str| {
        let sql = "select variable_value <> '' from information_schema.session_status \
                   where variable_name = 'Ssl_cipher'";
        ask(&server.url("tls:tls-secret", host, query), sql, &[]).await
    };
    for (host, query, encrypted) in [
        ("localhost", "", 0),
        ("localhost", "ssl-mode=disabled", 0),
        ("localhost", "ssl-mode=preferred", 1),
        ("127.0.0.1", "ssl-mode=REQUIRED", 1),
        ("127.0.0.1", &*format!("ssl-mode=verify_ca&{trusted}"), 1),
        ("localhost", &*format!("ssl-mode=verify_identity&{trusted}"), 1),
    ] {
        assert_eq!(is_encrypted(host, query).await, Ok(Cell::Int(encrypted)), "{query}");
    }
    for (host, query) in [
        ("localhost", "ssl-mode=verify_identity"),
        ("localhost", "ssl-mode=verify_ca"),
        ("127.0.0.1", &*format!("ssl-mode=verify_identity&{trusted}")),
    ] {
        let error = is_encrypted(host, query).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
        assert!(error.message().contains("securely"), "{query}: {error:?}");
    }
    let missing = "ssl-mode=verify_identity&ssl-ca=/nowhere.pem";
    let error = is_encrypted("localhost", missing).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidConfiguration, "{error:?}");
}

/// A large answer does not fit into one record of TLS, nor a large text.
#[tokio::test(flavor = "multi_thread")]
async fn much_through_tls() {
    let server = own_server();
    server.user("much", "by 'tls-secret'").await;
    let url = server.url("much:tls-secret", "localhost", "ssl-mode=required");
    let value = versa_ast::Value::Text("ä".repeat(2_000_000));
    let answer = ask(&url, "select ?", &[value]).await;
    assert_eq!(answer, Ok(text(&"ä".repeat(2_000_000))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls() {
    let url = format!("{}?ssl-mode=required", admin_url());
    if let Err(error) = ask(&url, "select 1", &[]).await {
        assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
        assert!(error.message().contains("does not offer TLS"), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn collations() {
    let server = own_server();
    let url = |collation| format!("{}&collation={collation}", server.root_url());
    let sql = "select @@collation_connection";
    let answer = ask(&url("utf8mb4_swedish_ci"), sql, &[]).await;
    assert_eq!(answer, Ok(text("utf8mb4_swedish_ci")));
    let error = ask(&url("utf8mb4_nowhere_ci"), sql, &[]).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
}
