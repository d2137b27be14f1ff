//! What this machine's server does not do, played by one of a few lines.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use versa_driver::ConnectOptions;
use versa_error::{Error, ErrorCode};

/// A server that asks for the password in clear text and then answers with a failure.
async fn refused_with(state: &str, message: &str) -> Error {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut fields = Vec::new();
    for (kind, value) in [(b'S', "FATAL"), (b'V', "FATAL"), (b'C', state), (b'M', message)] {
        fields.push(kind);
        fields.extend_from_slice(value.as_bytes());
        fields.push(0);
    }
    fields.push(0);
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4_096];
        assert_ne!(socket.read(&mut buffer).await.unwrap(), 0, "the client speaks");
        socket.write_all(b"R\0\0\0\x08\0\0\0\x03").await.unwrap();
        assert_ne!(socket.read(&mut buffer).await.unwrap(), 0, "the client speaks");
        let length = u32::try_from(fields.len() + 4).unwrap();
        socket.write_all(b"E").await.unwrap();
        socket.write_all(&length.to_be_bytes()).await.unwrap();
        socket.write_all(&fields).await.unwrap();
    });
    let url = format!("postgres://ada:secret-canary@{address}/shop?sslmode=disable");
    match versa_postgres::connect(&url, &ConnectOptions::default()).await {
        Ok(_) => panic!("connected"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn refusals_say_what_to_do() {
    for (state, message, expected) in [
        (
            "28P01",
            "password authentication failed for user \"ada\"",
            "refused the password of user \"ada\"",
        ),
        ("3D000", "database \"shop\" does not exist", "has no database \"shop\""),
        ("53300", "sorry, too many clients already", "has no free connection left"),
        ("57P03", "the database system is starting up", "is starting up or shutting down"),
    ] {
        let error = refused_with(state, message).await;
        assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
        assert!(error.message().ends_with(expected), "{error:?}");
        assert_eq!(error.state(), Some(state));
        assert!(error.hint_text().is_some(), "{error:?}");
        assert!(!format!("{error:?}").contains("canary"), "the password is in {error:?}");
    }
}
