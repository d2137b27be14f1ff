//! Commands to the server.

use super::outgoing::Outgoing;

const QUIT: u8 = 0x01;
const QUERY: u8 = 0x03;
const PING: u8 = 0x0e;
const PREPARE: u8 = 0x16;
const EXECUTE: u8 = 0x17;
const CLOSE: u8 = 0x19;

/// Runs a text. The number is that of the first packet of the answer, here and below.
pub(crate) fn query(outgoing: &mut Outgoing, sql: &str) -> u8 {
    text(outgoing, QUERY, sql)
}

/// Prepares a text.
pub(crate) fn prepare(outgoing: &mut Outgoing, sql: &str) -> u8 {
    text(outgoing, PREPARE, sql)
}

fn text(outgoing: &mut Outgoing, command: u8, sql: &str) -> u8 {
    let bytes = outgoing.begin(0);
    bytes.push(command);
    bytes.extend_from_slice(sql.as_bytes());
    outgoing.end()
}

/// Begins to run a prepared statement; its values follow, and the end of the packet.
pub(crate) fn begin_execute(outgoing: &mut Outgoing, statement: u32) -> &mut Vec<u8> {
    let bytes = outgoing.begin(0);
    bytes.push(EXECUTE);
    bytes.extend_from_slice(&statement.to_le_bytes());
    // No cursor; and once, which is the only number there is.
    bytes.extend_from_slice(&[0, 1, 0, 0, 0]);
    bytes
}

/// Forgets a prepared statement. The server answers nothing.
pub(crate) fn close(outgoing: &mut Outgoing, statement: u32) {
    let bytes = outgoing.begin(0);
    bytes.push(CLOSE);
    bytes.extend_from_slice(&statement.to_le_bytes());
    outgoing.end();
}

pub(crate) fn ping(outgoing: &mut Outgoing) -> u8 {
    ping_with(outgoing, 1)
}

/// A ping whose packet is longer than it need be.
pub(crate) fn ping_with(outgoing: &mut Outgoing, length: usize) -> u8 {
    let bytes = outgoing.begin(0);
    let end = bytes.len() + length;
    bytes.push(PING);
    bytes.resize(end, 0);
    outgoing.end()
}

/// Says goodbye. The server answers nothing.
pub(crate) fn quit(outgoing: &mut Outgoing) {
    outgoing.begin(0).push(QUIT);
    outgoing.end();
}
