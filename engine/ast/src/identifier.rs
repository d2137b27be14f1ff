use serde::{Deserialize, Serialize};

/// The longest name that every supported database keeps whole: PostgreSQL cuts names after 63 bytes
/// silently, which would let two of them become one. (MySQL allows 64 characters, SQLite any.)
pub const MAX_IDENTIFIER_BYTES: usize = 63;

/// The name of a table, column, alias, index or constraint, as the user wrote it: not quoted.
/// The SQL writer checks and quotes it.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(type = "string"))]
pub struct Identifier(String);

impl Identifier {
    /// Wraps a name; it is checked when it is written into SQL.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Identifier {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl std::fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}
