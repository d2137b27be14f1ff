//! What a statement is to the findings, by its first words.

use versa_sql::DialectKind;

use super::statement::{Access, Statement};
use crate::fingerprint::{Token, TokenKind, tokens};

/// What a statement is to the findings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Class {
    /// It reads; `repeatable`: a second run gives the same unless something was written.
    Read { repeatable: bool },
    /// It writes, or may.
    Write,
    /// It takes back what was written, of whatever table.
    Undo,
    /// It controls a transaction or the session, or makes something that did not exist.
    Ignored,
}

impl Class {
    pub(super) fn of(statement: &Statement, dialect: DialectKind) -> Self {
        let tokens = tokens(&statement.sql, dialect);
        let begin = tokens.iter().find(|token| token.kind != TokenKind::Open);
        let first = begin.map(|token| token.text.to_ascii_lowercase()).unwrap_or_default();
        match first.as_str() {
            "begin" | "start" | "commit" | "end" | "savepoint" | "release" | "set" | "pragma"
            | "explain" | "show" | "use" | "analyze" | "vacuum" | "reindex" | "create"
            | "comment" | "grant" | "revoke" | "lock" | "unlock" | "describe" | "desc"
            | "listen" | "notify" | "reset" | "discard" | "deallocate" | "" => Self::Ignored,
            "rollback" | "abort" | "drop" | "alter" | "truncate" | "attach" | "detach"
            | "refresh" => Self::Undo,
            _ if statement.access == Access::Write || !statement.writes.is_empty() => Self::Write,
            "select" | "values" | "table" => Self::read(&tokens),
            _ if statement.access == Access::Read => Self::read(&tokens),
            "with" if !tokens.iter().any(writes) => Self::read(&tokens),
            _ => Self::Write,
        }
    }

    fn read(tokens: &[Token<'_>]) -> Self {
        Self::Read { repeatable: !tokens.iter().any(is_volatile) }
    }
}

/// A word with which a statement behind `with` writes.
fn writes(token: &Token<'_>) -> bool {
    ["insert", "update", "delete", "replace", "merge"].iter().any(|word| token.is_keyword(word))
}

/// A function whose result is another one at each call. A column of that name only costs a finding.
fn is_volatile(token: &Token<'_>) -> bool {
    const NAMES: &[&str] = &[
        "changes",
        "clock_timestamp",
        "current_time",
        "current_timestamp",
        "found_rows",
        "gen_random_uuid",
        "last_insert_id",
        "last_insert_rowid",
        "lastval",
        "nextval",
        "now",
        "rand",
        "random",
        "randomblob",
        "row_count",
        "sysdate",
        "total_changes",
        "uuid",
    ];
    token.kind == TokenKind::Name && NAMES.iter().any(|name| token.text.eq_ignore_ascii_case(name))
}
