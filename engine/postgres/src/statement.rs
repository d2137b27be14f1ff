//! What the first word of a user's text tells.

/// Whether a text of the user's only reads, as far as its first word tells. PostgreSQL counts the
/// rows of a `select` as affected; we do not.
pub(crate) fn reads(sql: &str) -> bool {
    has_first_word(sql, &["select", "values", "table", "show", "explain", "fetch"])
}

/// Whether a text may change what prepared statements refer to.
pub(crate) fn changes_schema(sql: &str) -> bool {
    has_first_word(sql, &["alter", "drop"])
}

fn has_first_word(sql: &str, words: &[&str]) -> bool {
    let first = sql.split_whitespace().next().unwrap_or_default();
    words.iter().any(|word| first.eq_ignore_ascii_case(word))
}
