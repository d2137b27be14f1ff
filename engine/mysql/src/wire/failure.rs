//! What can go wrong between the server and us.

use std::io;

use super::Fields;

/// Why a command has no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The server answered with an error. The connection can be used further.
    Server(ServerError),
    /// The connection broke.
    Io(io::Error),
    /// It could not be encrypted.
    Tls(io::Error),
    /// The server sent what the protocol does not have. Nobody knows what comes next.
    Protocol(&'static str),
    /// It wants to know who we are in a way that we do not have.
    Login(String),
}

/// An error packet.
#[derive(Debug)]
pub(crate) struct ServerError {
    pub(crate) number: u16,
    pub(crate) state: Option<String>,
    pub(crate) message: String,
}

impl ServerError {
    /// Reads a packet that begins with 0xff.
    pub(crate) fn read(packet: &[u8]) -> Result<Self, Failure> {
        let mut fields = Fields::new(packet);
        let number = fields.u8().and_then(|_| fields.u16()).ok_or(MALFORMED)?;
        // Before the server knows what we can, it sends no state.
        let state = match fields.rest() {
            [b'#', state @ ..] if state.len() >= 5 => {
                fields.bytes(6);
                Some(String::from_utf8_lossy(&state[..5]).into_owned())
            }
            _ => None,
        };
        let message = String::from_utf8_lossy(fields.rest()).into_owned();
        Ok(Self { number, state, message })
    }
}

const MALFORMED: Failure = Failure::Protocol("an error that cannot be read");
