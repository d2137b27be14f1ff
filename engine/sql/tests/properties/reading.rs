//! An independent reading of SQL: what the databases' own rules of quoting say, not the writer's.

/// What stands for a quoted name in a skeleton.
pub(crate) const NAME: char = '\u{1}';

/// What stands for a text literal in a skeleton.
const TEXT: char = '\u{2}';

/// A statement in which each quoted name and each text literal is one character.
pub(crate) fn skeleton(sql: &str, quote: char) -> String {
    let mut skeleton = String::new();
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        if character != quote && character != '\'' {
            skeleton.push(character);
            continue;
        }
        skeleton.push(if character == quote { NAME } else { TEXT });
        while let Some(inner) = characters.next() {
            if inner == character && characters.next_if_eq(&character).is_none() {
                break;
            }
        }
    }
    skeleton
}

/// The placeholders of a statement, as numbers: `$3` says its own, `?` counts up (SQLite reads a
/// number behind it too).
pub(crate) fn placeholders(sql: &str, quote: char) -> Vec<usize> {
    let skeleton = skeleton(sql, quote);
    let mut found = Vec::new();
    let mut rest = skeleton.as_str();
    while let Some(at) = rest.find(['?', '$']) {
        rest = &rest[at + 1..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        found.push(rest[..digits].parse().unwrap_or(found.len() + 1));
    }
    found
}
