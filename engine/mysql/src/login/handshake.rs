//! The first packets: what the server is, and our answer.

use super::Login;
use super::auth::Plugin;
use crate::wire::capability::{self, Agreed};
use crate::wire::outgoing::put_measured;
use crate::wire::{Failure, Fields};

/// `utf8mb4_general_ci`: what is said before the session is set up.
const UTF8MB4: u8 = 45;
/// The most that `max_allowed_packet` can be.
const MAX_PACKET: u32 = 1 << 30;
/// A nonce of today's plugins.
const NONCE: usize = 20;

/// The server's greeting.
#[derive(Debug)]
pub(super) struct Handshake {
    pub(super) capabilities: u32,
    /// MariaDB's own.
    pub(super) extended: u32,
    pub(super) nonce: Vec<u8>,
    plugin: Vec<u8>,
}

impl Handshake {
    pub(super) fn read(packet: &[u8]) -> Result<Self, Failure> {
        if packet.first() != Some(&10) {
            return Err(Failure::Protocol("a greeting of another protocol"));
        }
        let greeting =
            Self::fields(packet).ok_or(Failure::Protocol("a greeting that cannot be read"))?;
        let needed = capability::PROTOCOL_41 | capability::SECURE_CONNECTION;
        if greeting.capabilities & needed != needed {
            return Err(Failure::Protocol("a greeting of a server from before 2004"));
        }
        Ok(greeting)
    }

    fn fields(packet: &[u8]) -> Option<Self> {
        let mut fields = Fields::new(packet);
        fields.u8()?;
        let _version = fields.until_zero()?;
        let _connection = fields.u32()?;
        let mut nonce = fields.array::<8>()?.to_vec();
        fields.u8()?;
        let low = fields.u16()?;
        let _character_set = fields.u8()?;
        let _status = fields.u16()?;
        let high = fields.u16()?;
        let capabilities = u32::from(high) << 16 | u32::from(low);
        let nonce_length = usize::from(fields.u8()?);
        fields.array::<6>()?;
        let extended = fields.u32()?;
        // MySQL has zeroes there, and says by a bit that it is one.
        let is_mariadb = capabilities & capability::MYSQL == 0;
        // With a zero behind it.
        nonce.extend_from_slice(fields.bytes(nonce_length.saturating_sub(8).max(13))?);
        nonce.truncate(NONCE);
        let plugin = fields.rest();
        Some(Self {
            capabilities,
            extended: if is_mariadb { extended } else { 0 },
            nonce,
            // Some versions leave the zero at the end out.
            plugin: plugin.strip_suffix(&[0]).unwrap_or(plugin).to_vec(),
        })
    }

    /// The plugin that most users of the server have; none where we do not have it.
    pub(super) fn plugin(&self) -> Option<Plugin> {
        Plugin::by_name(&self.plugin)
    }
}

/// Our answer, as far as it is not about who we are.
pub(super) struct Response {
    capabilities: u32,
    extended: u32,
}

impl Response {
    /// Wants what we can use of what the server has.
    pub(super) fn to(greeting: &Handshake, login: &Login<'_>, is_encrypted: bool) -> Self {
        let mut wanted = capability::MYSQL | capability::WANTED;
        if login.database.is_some() {
            wanted |= capability::CONNECT_WITH_DB;
        }
        if is_encrypted {
            wanted |= capability::SSL;
        }
        Self {
            capabilities: greeting.capabilities & wanted,
            extended: greeting.extended & capability::MARIADB_CACHE_METADATA,
        }
    }

    fn has(&self, capability: u32) -> bool {
        self.capabilities & capability != 0
    }

    /// What both can.
    pub(super) fn agreed(&self) -> Agreed {
        let deprecate_eof = self.has(capability::DEPRECATE_EOF);
        Agreed { deprecate_eof, cache_metadata: deprecate_eof && self.extended != 0 }
    }

    /// The beginning. Alone it asks for TLS, before anything is said of who we are.
    pub(super) fn write_head(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.capabilities.to_le_bytes());
        bytes.extend_from_slice(&MAX_PACKET.to_le_bytes());
        bytes.push(UTF8MB4);
        bytes.extend_from_slice(&[0; 19]);
        bytes.extend_from_slice(&self.extended.to_le_bytes());
    }

    pub(super) fn write(
        &self,
        bytes: &mut Vec<u8>,
        login: &Login<'_>,
        plugin: Plugin,
        answer: &[u8],
    ) {
        self.write_head(bytes);
        bytes.extend_from_slice(login.user.as_bytes());
        bytes.push(0);
        // Up to 250 bytes, it is the same with and without `PLUGIN_AUTH_LENENC_DATA`.
        put_measured(bytes, answer);
        if let Some(database) = login.database.filter(|_| self.has(capability::CONNECT_WITH_DB)) {
            bytes.extend_from_slice(database.as_bytes());
            bytes.push(0);
        }
        if self.has(capability::PLUGIN_AUTH) {
            bytes.extend_from_slice(plugin.name().as_bytes());
            bytes.push(0);
        }
    }
}
