//! The shape of a statement: what stays when its values are taken out.

mod dialect;
mod lexer;
mod shape;
mod token;
mod words;

use serde::Serialize;
use versa_sql::DialectKind;

pub(crate) use dialect::Lexis;
pub(crate) use token::{Token, TokenKind};

/// A statement's shape.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub struct Fingerprint {
    /// The statement without its values: a `?` stands for each.
    pub text: String,
    /// The FNV-1a hash of the text with 64 bits: the same on every machine and in every version
    /// that writes the same text. In JSON 16 hexadecimal digits, as JavaScript's numbers end at 53
    /// bits.
    #[serde(serialize_with = "hexadecimal")]
    pub hash: u64,
}

/// The shape of a statement.
///
/// Literals (numbers, strings, blobs) and placeholders become `?`, the items of an `in` list and
/// the rows of `values` that look alike become one, comments go and white space is one blank where
/// one is needed. Keywords are in upper case. Names stay as they are; their quotes go where the
/// bare name means the same. A semicolon at the end goes.
///
/// The text is read as the dialect's database would read it: in MySQL `"…"` is a string and
/// `@name` is a variable, in PostgreSQL comments nest and `$tag$…$tag$` is a string. Any text has a
/// shape, however broken, and the shape of a shape is itself. The time it takes grows with the
/// length of the text.
///
/// ```
/// use versa_insight::fingerprint;
/// use versa_sql::DialectKind::Sqlite;
///
/// let one = fingerprint("select * from \"users\" where id in (1, 2) -- Ada and Grace", Sqlite);
/// assert_eq!(one.text, "SELECT * FROM users WHERE id IN (?)");
/// assert_eq!(one, fingerprint("SELECT * FROM users WHERE id IN (?, ?, ?);", Sqlite));
/// ```
#[must_use]
pub fn fingerprint(sql: &str, dialect: DialectKind) -> Fingerprint {
    let lexis = Lexis::of(dialect);
    let text = shape::write(&shape::collapsed(lexer::tokens(sql, lexis)), lexis);
    let hash = fnv1a(text.as_bytes());
    Fingerprint { text, hash }
}

/// A statement's words and signs, without its comments.
pub(crate) fn tokens(sql: &str, dialect: DialectKind) -> Vec<Token<'_>> {
    lexer::tokens(sql, Lexis::of(dialect))
}

/// FNV-1a with 64 bits, as Fowler, Noll and Vo define it
/// (<https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>).
fn fnv1a(bytes: &[u8]) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.iter().fold(BASIS, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

fn hexadecimal<S: serde::Serializer>(hash: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{hash:016x}"))
}

#[cfg(test)]
mod tests {
    use super::fnv1a;

    /// The vectors of the draft.
    #[test]
    fn hashes_as_fowler_noll_and_vo_do() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
