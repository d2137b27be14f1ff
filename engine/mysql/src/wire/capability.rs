//! What client and server can, as both say it at the beginning.

/// Set by MySQL. A MariaDB that leaves it out says more in a field of its own.
pub(crate) const MYSQL: u32 = 1;
/// An update counts the rows it found, whether or not a value changed.
pub(crate) const FOUND_ROWS: u32 = 1 << 1;
pub(crate) const CONNECT_WITH_DB: u32 = 1 << 3;
/// Spaces may stand between a function's name and its parenthesis.
pub(crate) const IGNORE_SPACE: u32 = 1 << 8;
pub(crate) const PROTOCOL_41: u32 = 1 << 9;
pub(crate) const SSL: u32 = 1 << 11;
pub(crate) const TRANSACTIONS: u32 = 1 << 13;
pub(crate) const SECURE_CONNECTION: u32 = 1 << 15;
/// A procedure may answer with several results.
pub(crate) const MULTI_RESULTS: u32 = 1 << 17;
pub(crate) const PS_MULTI_RESULTS: u32 = 1 << 18;
pub(crate) const PLUGIN_AUTH: u32 = 1 << 19;
pub(crate) const PLUGIN_AUTH_LENENC_DATA: u32 = 1 << 21;
/// Rows end with an OK packet, and columns with nothing at all.
pub(crate) const DEPRECATE_EOF: u32 = 1 << 24;

/// What we want where the server has it. Not in it: several statements in one text, files of this
/// machine (`LOAD DATA LOCAL`), compression.
pub(crate) const WANTED: u32 = FOUND_ROWS
    | IGNORE_SPACE
    | PROTOCOL_41
    | TRANSACTIONS
    | SECURE_CONNECTION
    | MULTI_RESULTS
    | PS_MULTI_RESULTS
    | PLUGIN_AUTH
    | PLUGIN_AUTH_LENENC_DATA
    | DEPRECATE_EOF;

/// MariaDB: the columns of a prepared statement are not sent again while they are the same.
pub(crate) const MARIADB_CACHE_METADATA: u32 = 1 << 4;

/// What both can, as far as it matters after the login.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Agreed {
    pub(crate) deprecate_eof: bool,
    /// A result says whether its columns follow.
    pub(crate) cache_metadata: bool,
}
