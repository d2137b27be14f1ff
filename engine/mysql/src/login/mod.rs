//! From an open socket to a session that the server lets in.

mod auth;
mod handshake;
mod rsa;

use versa_tls::{Encryption, Tls};

use crate::wire::capability;
use crate::wire::{Channel, Failure, Fields, ServerError};
use auth::{Password, Plugin, Step};
use handshake::{Handshake, Response};

/// No server asks more often. One that does wants to keep us here.
const MAX_QUESTIONS: usize = 8;

/// Who we are, and how the connection shall be.
#[derive(Clone, Copy)]
pub(crate) struct Login<'a> {
    pub(crate) user: &'a str,
    pub(crate) password: &'a str,
    pub(crate) database: Option<&'a str>,
    /// The host that the certificate has to be for.
    pub(crate) host: &'a str,
    pub(crate) encryption: &'a Encryption,
}

/// Greets the server and says who we are.
///
/// # Errors
///
/// Whatever the server refuses, or does against the protocol.
pub(crate) async fn log_in(mut channel: Channel, login: &Login<'_>) -> Result<Channel, Failure> {
    channel.incoming.expect(0);
    let packet = channel.packet().await?;
    if packet.first() == Some(&0xff) {
        return Err(Failure::Server(ServerError::read(packet)?));
    }
    let greeting = Handshake::read(packet)?;
    let tls = tls_for(&greeting, login)?;
    let response = Response::to(&greeting, login, tls.is_some());
    if let Some(tls) = tls {
        channel = encrypt(channel, &response, tls, login.host).await?;
    }
    let password =
        Password { text: login.password.as_bytes(), is_secret: channel.socket.is_secret() };
    // The server changes to another plugin where the user has one.
    let plugin = greeting.plugin().unwrap_or(Plugin::NativePassword);
    let (answer, step) = plugin.answer(&password, &greeting.nonce)?;
    let sequence = channel.incoming.sequence();
    response.write(channel.outgoing.begin(sequence), login, plugin, &answer);
    let sequence = channel.outgoing.end();
    channel.incoming.expect(sequence);
    channel.send().await?;
    authenticate(&mut channel, &password, greeting.nonce, step).await?;
    channel.agreed = response.agreed();
    Ok(channel)
}

/// What to encrypt with; none where it is not to be.
fn tls_for<'a>(greeting: &Handshake, login: &Login<'a>) -> Result<Option<&'a Tls>, Failure> {
    let is_offered = greeting.capabilities & capability::SSL != 0;
    match login.encryption {
        Encryption::Offered(tls) | Encryption::Required(tls) if is_offered => Ok(Some(tls)),
        Encryption::Required(_) => {
            Err(Failure::Tls(std::io::Error::other("the server does not offer TLS")))
        }
        Encryption::Offered(_) | Encryption::Off => Ok(None),
    }
}

async fn encrypt(
    mut channel: Channel,
    response: &Response,
    tls: &Tls,
    host: &str,
) -> Result<Channel, Failure> {
    // What somebody on the way put behind the greeting would count as said by the server itself.
    if !channel.incoming.is_empty() {
        return Err(Failure::Protocol("more than a greeting before TLS"));
    }
    let sequence = channel.incoming.sequence();
    response.write_head(channel.outgoing.begin(sequence));
    let sequence = channel.outgoing.end();
    channel.incoming.expect(sequence);
    channel.send().await?;
    let Channel { socket, incoming, outgoing, .. } = channel;
    let socket = socket.encrypt(tls, host).await.map_err(Failure::Tls)?;
    Ok(Channel { incoming, outgoing, ..Channel::new(socket) })
}

/// Answers what the server asks until it lets us in.
async fn authenticate(
    channel: &mut Channel,
    password: &Password<'_>,
    mut nonce: Vec<u8>,
    mut step: Step,
) -> Result<(), Failure> {
    for _ in 0..MAX_QUESTIONS {
        let packet = channel.packet().await?;
        let answer = match packet {
            [0x00, ..] => return Ok(()),
            [0xff, ..] => return Err(Failure::Server(ServerError::read(packet)?)),
            [0xfe, rest @ ..] => {
                let (plugin, other) = changed_plugin(rest)?;
                nonce = other;
                let (answer, next) = plugin.answer(password, &nonce)?;
                step = next;
                Some(answer)
            }
            [0x01, data @ ..] => {
                let (answer, next) = step.go_on(data, password, &nonce)?;
                step = next;
                answer
            }
            _ => return Err(Failure::Protocol("something else than a question at the login")),
        };
        if let Some(answer) = answer {
            let sequence = channel.incoming.sequence();
            channel.outgoing.begin(sequence).extend_from_slice(&answer);
            let sequence = channel.outgoing.end();
            channel.incoming.expect(sequence);
            channel.send().await?;
        }
    }
    Err(Failure::Protocol("questions without end at the login"))
}

/// Which plugin the server wants instead, and the nonce for it.
fn changed_plugin(packet: &[u8]) -> Result<(Plugin, Vec<u8>), Failure> {
    let mut fields = Fields::new(packet);
    let Some(name) = fields.until_zero() else {
        return Err(auth::unknown_plugin("mysql_old_password"));
    };
    let nonce = fields.rest();
    let nonce = nonce.strip_suffix(&[0]).unwrap_or(nonce).to_vec();
    let plugin = Plugin::by_name(name)
        .ok_or_else(|| auth::unknown_plugin(&String::from_utf8_lossy(name)))?;
    // An ed25519 nonce is random bytes, the last of which may be zero, without one behind them.
    if plugin == Plugin::Ed25519 {
        return Ok((plugin, fields.rest().to_vec()));
    }
    Ok((plugin, nonce))
}

/// Reads a greeting for the sake of reading it.
#[cfg(test)]
pub(crate) fn read_greeting(packet: &[u8]) {
    let _ = Handshake::read(packet).map(|greeting| greeting.plugin());
}
