use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

/// A statement that ran.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// Its number in the run.
    pub number: u64,
    /// Its text.
    pub sql: String,
    /// Its values, as any text that is equal where they are: JSON, or a hash. Read from JSON it may
    /// be any value.
    #[serde(default, deserialize_with = "text")]
    pub parameters: String,
    /// The tables it reads.
    #[serde(default)]
    pub reads: Vec<String>,
    /// The tables it writes.
    #[serde(default)]
    pub writes: Vec<String>,
    /// Whether it writes.
    #[serde(default)]
    pub access: Access,
    /// Whether it ran in a transaction.
    #[serde(default)]
    pub in_transaction: bool,
    /// Where in the user's code it was run, where that is known. Runs of one shape from several
    /// places are no loop, and no finding together.
    #[serde(default)]
    pub call_site: Option<String>,
    /// Whether it failed. In JSON the member `error`, with anything but null in it.
    #[serde(default, rename = "error", deserialize_with = "is_there")]
    pub failed: bool,
}

impl Statement {
    /// A statement of which nothing else is known.
    #[must_use]
    pub fn new(number: u64, sql: impl Into<String>) -> Self {
        Self { number, sql: sql.into(), ..Self::default() }
    }
}

/// Whether a statement writes.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// It only reads.
    Read,
    /// It writes.
    Write,
    /// The user's own SQL: only the database knows.
    #[default]
    Unknown,
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text,
        value => value.to_string(),
    })
}

fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::<IgnoredAny>::deserialize(deserializer)?.is_some())
}
