//! A server of a few lines, for what no real one says.

use std::future::Future;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) const NONCE: &[u8; 20] = b"0123456789abcdefghij";

const MYSQL: u32 = 1;
const PROTOCOL_41: u32 = 1 << 9;
const SECURE_CONNECTION: u32 = 1 << 15;
const PLUGIN_AUTH: u32 = 1 << 19;
const DEPRECATE_EOF: u32 = 1 << 24;
const CACHE_METADATA: u32 = 1 << 4;

/// A packet with its number.
pub(crate) fn packet(sequence: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(payload.len()).unwrap().to_le_bytes()[..3].to_vec();
    bytes.push(sequence);
    bytes.extend_from_slice(payload);
    bytes
}

/// Packets one after another, the first of which has the number.
pub(crate) fn packets(sequence: u8, payloads: &[&[u8]]) -> Vec<u8> {
    let numbered = (sequence..).zip(payloads);
    numbered.flat_map(|(sequence, payload)| packet(sequence, payload)).collect()
}

/// What is said first, by a MariaDB of today.
pub(crate) fn greeting(plugin: &str) -> Vec<u8> {
    let modern = DEPRECATE_EOF | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH;
    greeting_of(plugin, modern, CACHE_METADATA)
}

/// The same by a MySQL from before 5.7, which ends columns and rows with packets of their own.
pub(crate) fn old_greeting() -> Vec<u8> {
    let capabilities = MYSQL | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH;
    greeting_of("mysql_native_password", capabilities, 0)
}

fn greeting_of(plugin: &str, capabilities: u32, extended: u32) -> Vec<u8> {
    let [a, b, c, d] = capabilities.to_le_bytes();
    let mut payload = b"\x0a5.5.5-10.11.19-MariaDB\0\x07\0\0\0".to_vec();
    payload.extend_from_slice(&NONCE[..8]);
    payload.extend_from_slice(&[0, a, b, 45, 2, 0, c, d, 21, 0, 0, 0, 0, 0, 0]);
    payload.extend_from_slice(&extended.to_le_bytes());
    payload.extend_from_slice(&NONCE[8..]);
    payload.push(0);
    payload.extend_from_slice(plugin.as_bytes());
    payload.push(0);
    packet(0, &payload)
}

/// All went well. Rows end with the same, but for the first byte.
pub(crate) const OK: &[u8] = &[0, 0, 0, 2, 0, 0, 0];
const END: &[u8] = &[0xfe, 0, 0, 2, 0, 0, 0];

pub(crate) fn column(name: &str, code: u8, character_set: u8) -> Vec<u8> {
    let mut payload = b"\x03def\x00\x00\x00".to_vec();
    payload.push(u8::try_from(name.len()).unwrap());
    payload.extend_from_slice(name.as_bytes());
    payload.extend_from_slice(&[0, 12, character_set, 0, 20, 0, 0, 0, code, 0, 0, 0, 0, 0]);
    payload
}

/// What a session is told after its login: its number, the version and the longest packet, and
/// that it is set up.
pub(crate) fn set_up() -> Vec<u8> {
    let text = |name| column(name, 0xfd, 45);
    let result = packets(
        1,
        &[
            &[3, 1],
            &text("id"),
            &text("version"),
            &text("packet"),
            b"\x017\x0f10.11.0-MariaDB\x041024",
            END,
        ],
    );
    [result, packet(1, OK)].concat()
}

/// What `select` with one parameter is answered with: three columns, two rows.
pub(crate) fn prepared_and_run() -> Vec<u8> {
    let columns = [column("n", 3, 63), column("text", 0xfd, 45), column("at", 0x0c, 63)];
    let [n, text, at] = &columns;
    let prepared = packets(1, &[&[0, 9, 0, 0, 0, 3, 0, 1, 0, 0, 0, 0], n, n, text, at]);
    let run = packets(
        1,
        &[
            &[3, 1],
            n,
            text,
            at,
            b"\0\0\x05\0\0\0\x03abc\x0b\xea\x07\x01\x1f\x17\x3b\x3a\x40\xe2\x01\0",
            b"\0\x18\xff\xff\xff\xff",
            END,
        ],
    );
    [prepared, run].concat()
}

/// Listens, and lets somebody speak with the first who comes. Answers with the place.
pub(crate) async fn listen<F, S>(speak: S) -> (String, JoinHandle<()>)
where
    S: FnOnce(tokio::net::TcpStream) -> F + Send + 'static,
    F: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap().to_string();
    let speaking = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        drop(listener);
        speak(socket).await;
    });
    (place, speaking)
}

/// What a client sends before its first statement: its login, a question and its set-up.
const OPENING_PACKETS: usize = 3;

/// Says the opening at once, whatever is asked, the answer to the first statement when that comes,
/// and then no more. Without an answer it waits for no statement.
pub(crate) async fn recite(
    mut socket: impl AsyncRead + AsyncWrite + Unpin,
    opening: Vec<u8>,
    answer: Vec<u8>,
) {
    // The client may have heard enough before the end.
    let _ = socket.write_all(&opening).await;
    if !answer.is_empty() {
        for _ in 0..=OPENING_PACKETS {
            take(&mut socket).await;
        }
        let _ = socket.write_all(&answer).await;
    }
    let _ = socket.shutdown().await;
    let mut rest = Vec::new();
    let _ = socket.read_to_end(&mut rest).await;
}

/// Takes one packet of the client's: its number and what is in it.
pub(crate) async fn take(socket: &mut (impl AsyncRead + Unpin)) -> (u8, Vec<u8>) {
    let mut header = [0; 4];
    socket.read_exact(&mut header).await.unwrap();
    let [low, middle, high, sequence] = header;
    let mut payload = vec![0; u32::from_le_bytes([low, middle, high, 0]) as usize];
    socket.read_exact(&mut payload).await.unwrap();
    (sequence, payload)
}

pub(crate) async fn say(socket: &mut (impl AsyncWrite + Unpin), sequence: u8, payload: &[u8]) {
    socket.write_all(&packet(sequence, payload)).await.unwrap();
}

/// Lets the client in: the last words of a login, and what comes then.
pub(crate) async fn welcome(socket: &mut (impl AsyncRead + AsyncWrite + Unpin), sequence: u8) {
    say(socket, sequence, OK).await;
    socket.write_all(&set_up()).await.unwrap();
    let mut rest = Vec::new();
    let _ = socket.read_to_end(&mut rest).await;
}
