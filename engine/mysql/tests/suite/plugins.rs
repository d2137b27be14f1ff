//! Logins that the MariaDB of the tests does not have, played by a server of a few lines.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use versa_driver::{ConnectOptions, Driver};
use versa_error::{Error, ErrorCode};

use crate::fake_server::{NONCE, greeting, listen, say, take, welcome};

const PASSWORD: &str = "secret-canary";
/// The password hashed with [`NONCE`], as `caching_sha2_password` does it; by Python's `hashlib`.
const CACHING_SHA2: &str = "1bfb524d2cc38ffdd3e91ac9a2d254d701ece86abc957de2bad8e31474ad5a57";
/// The same of `mysql_native_password`.
const NATIVE: &str = "cf7808bb9bf489f54c852cc5a9b6ebd9ba60006d";

async fn connect(place: &str) -> Result<(), Error> {
    let url = format!("mysql://ada:{PASSWORD}@{place}");
    let driver = versa_mysql::connect(&url, &ConnectOptions::default()).await?;
    driver.close().await;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Greets, and takes who the client says it is.
async fn begin(socket: &mut (impl AsyncRead + AsyncWrite + Unpin), plugin: &str) -> Vec<u8> {
    socket.write_all(&greeting(plugin)).await.unwrap();
    let (sequence, response) = take(socket).await;
    assert_eq!(sequence, 1);
    assert!(!hex(&response).contains(&hex(PASSWORD.as_bytes())), "the password is said aloud");
    response
}

fn contains(bytes: &[u8], part: &str) -> bool {
    hex(bytes).contains(part)
}

#[tokio::test]
async fn a_user_that_the_server_remembers() {
    let (place, speaking) = listen(async |mut socket| {
        let response = begin(&mut socket, "caching_sha2_password").await;
        assert!(contains(&response, CACHING_SHA2), "{response:x?}");
        assert!(contains(&response, &hex(b"caching_sha2_password\0")));
        say(&mut socket, 2, &[1, 3]).await;
        welcome(&mut socket, 3).await;
    })
    .await;
    connect(&place).await.unwrap();
    speaking.await.unwrap();
}

#[tokio::test]
async fn a_user_of_another_plugin() {
    let (place, speaking) = listen(async |mut socket| {
        begin(&mut socket, "some_new_plugin").await;
        let change = [&[0xfe], &b"mysql_native_password\0"[..], NONCE, &[0]].concat();
        say(&mut socket, 2, &change).await;
        assert_eq!(take(&mut socket).await, (3, bytes(NATIVE)));
        let change = [&[0xfe], &b"caching_sha2_password\0"[..], NONCE, &[0]].concat();
        say(&mut socket, 4, &change).await;
        assert_eq!(take(&mut socket).await, (5, bytes(CACHING_SHA2)));
        say(&mut socket, 6, &[1, 3]).await;
        welcome(&mut socket, 7).await;
    })
    .await;
    connect(&place).await.unwrap();
    speaking.await.unwrap();
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

/// A key pair in a folder of its own.
struct Keys(PathBuf);

impl Keys {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("versa-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let keys = Self(folder);
        keys.openssl(&["genrsa", "-out", "key", "2048"], &[]);
        keys
    }

    fn openssl(&self, args: &[&str], input: &[u8]) -> Vec<u8> {
        let mut child = Command::new("openssl")
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl is there");
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "openssl {args:?}");
        output.stdout
    }

    fn public(&self) -> Vec<u8> {
        self.openssl(&["rsa", "-in", "key", "-pubout"], &[])
    }

    fn decrypt(&self, encrypted: &[u8]) -> Vec<u8> {
        let args = ["pkeyutl", "-decrypt", "-inkey", "key", "-pkeyopt", "rsa_padding_mode:oaep"];
        self.openssl(&args, encrypted)
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Gives the client the server's key, and takes the password, encrypted with it and the nonce.
async fn take_encrypted(socket: &mut (impl AsyncRead + AsyncWrite + Unpin), sequence: u8) {
    let keys = Keys::new(&format!("rsa-{sequence}"));
    say(socket, sequence, &[&[1], &keys.public()[..]].concat()).await;
    let (_, encrypted) = take(socket).await;
    let hidden = keys.decrypt(&encrypted);
    let shown = hidden.iter().zip(NONCE.iter().cycle()).map(|(byte, nonce)| byte ^ nonce);
    assert_eq!(shown.collect::<Vec<_>>(), format!("{PASSWORD}\0").into_bytes());
}

#[tokio::test]
async fn a_password_for_the_key_of_the_server() {
    let (place, speaking) = listen(async |mut socket| {
        begin(&mut socket, "caching_sha2_password").await;
        say(&mut socket, 2, &[1, 4]).await;
        assert_eq!(take(&mut socket).await, (3, vec![2]), "the key is asked for");
        take_encrypted(&mut socket, 4).await;
        welcome(&mut socket, 6).await;
    })
    .await;
    connect(&place).await.unwrap();
    speaking.await.unwrap();
    let (place, speaking) = listen(async |mut socket| {
        begin(&mut socket, "sha256_password").await;
        take_encrypted(&mut socket, 2).await;
        welcome(&mut socket, 4).await;
    })
    .await;
    connect(&place).await.unwrap();
    speaking.await.unwrap();
}

/// What goes through a socket of the machine, nobody reads on the way.
#[cfg(unix)]
#[tokio::test]
async fn a_password_on_a_socket_of_the_machine() {
    let path = std::env::temp_dir().join(format!("versa-socket-{}", std::process::id()));
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    let speaking = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        begin(&mut socket, "caching_sha2_password").await;
        say(&mut socket, 2, &[1, 4]).await;
        assert_eq!(take(&mut socket).await, (3, format!("{PASSWORD}\0").into_bytes()));
        welcome(&mut socket, 4).await;
    });
    connect(&format!("nowhere/?socket={}", path.display())).await.unwrap();
    speaking.await.unwrap();
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn logins_that_are_refused() {
    let endless = [&[0xfe], &b"mysql_native_password\0"[..], NONCE, &[0]].concat();
    for (question, reason) in [
        (b"\xfedialog\0some words".to_vec(), "wants the login plugin \"dialog\""),
        (b"\xfemysql_clear_password\0".to_vec(), "\"mysql_clear_password\""),
        (b"\xfe".to_vec(), "\"mysql_old_password\""),
        (b"\xfemysql_native_password\0short".to_vec(), "a login without a nonce"),
        (b"\x01\x09".to_vec(), "a question that the login plugin does not have"),
        (b"\x01".to_vec(), "a question that the login plugin does not have"),
        (b"\x05".to_vec(), "something else than a question"),
        (endless, "questions without end"),
    ] {
        let (place, speaking) = listen(async move |mut socket| {
            begin(&mut socket, "caching_sha2_password").await;
            for round in 1..10 {
                let packet = crate::fake_server::packet(2 * round, &question);
                if socket.write_all(&packet).await.is_err() {
                    break;
                }
            }
            let _ = socket.read_to_end(&mut Vec::new()).await;
        })
        .await;
        let error = connect(&place).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
        assert!(error.message().contains(reason), "{reason}: {error:?}");
        assert!(error.hint_text().is_some() && !format!("{error:?}").contains("canary"));
        speaking.await.unwrap();
    }
}

/// Keys of a server that means no good.
#[tokio::test]
async fn keys_that_are_none() {
    let short = "-----BEGIN PUBLIC KEY-----\nMCQwDQYJKoZIhvcNAQEBBQADEwAwEAIJAMbZhd1PBqfzAgMBAAE=\n\
         -----END PUBLIC KEY-----\n";
    for key in ["", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", short] {
        let (place, speaking) = listen(async move |mut socket| {
            begin(&mut socket, "sha256_password").await;
            say(&mut socket, 2, &[&[1], key.as_bytes()].concat()).await;
        })
        .await;
        let error = connect(&place).await.unwrap_err();
        assert!(error.message().contains("an RSA key that cannot be read"), "{error:?}");
        speaking.await.unwrap();
    }
}
