//! PostgreSQL's failures as errors of ours.
//!
//! The `detail` of a failure quotes the values of the row, so it is never passed on; only the
//! column names before `=` are read from it. A message quotes a value in the class 22 (bad data)
//! and where a function of somebody's own raises it; there the quoted part is left out. Class 42 is
//! found in the text of the statement: what its messages quote are names.

use std::error::Error as _;

use tokio_postgres::error::{DbError, Severity};
use versa_error::{Error, ErrorCode};

/// A failure while something ran.
pub(crate) fn map(error: &tokio_postgres::Error) -> Error {
    match (error.as_db_error(), error.source()) {
        (Some(error), _) => database(error),
        // The client's own words say only in which step; the reason is behind them. After a failure
        // of the protocol the connection is of no more use either.
        (None, Some(reason)) => lost(reason),
        (None, None) => lost(error),
    }
}

fn lost(reason: &(impl std::fmt::Display + ?Sized)) -> Error {
    Error::new(ErrorCode::ConnectionLost, format!("the connection to PostgreSQL broke: {reason}"))
        .hint("the statement may or may not have taken effect; check before running it again")
}

/// A failure that the server reported.
pub(crate) fn database(error: &DbError) -> Error {
    let state = error.code().code();
    let code = match error.parsed_severity() {
        // The server ends the connection after this, whatever the reason.
        Some(Severity::Fatal | Severity::Panic) => ErrorCode::ConnectionLost,
        _ => code_of(state),
    };
    let mut mapped = Error::new(code, message(error, code)).sql_state(state);
    if let Some(table) = error.table() {
        mapped = mapped.table(table);
    } else if state == "42P01"
        && let Some(table) = unknown_table(error.message())
    {
        mapped = mapped.table(table);
    }
    if let Some(column) = column(error, code) {
        mapped = mapped.column(column);
    }
    if let Some(constraint) = error.constraint() {
        mapped = mapped.constraint(constraint);
    }
    match hint(error, code) {
        Some(hint) => mapped.hint(hint),
        None => mapped,
    }
}

fn code_of(state: &str) -> ErrorCode {
    match state {
        "23505" | "23P01" => ErrorCode::UniqueViolation,
        "23503" | "23001" => ErrorCode::ForeignKeyViolation,
        "23502" => ErrorCode::NotNullViolation,
        "23514" | "44000" => ErrorCode::CheckViolation,
        "42P01" | "3F000" => ErrorCode::UnknownTable,
        "42703" => ErrorCode::UnknownColumn,
        "42P07" | "42701" | "42710" | "42P06" | "42P04" | "42723" => ErrorCode::AlreadyExists,
        "42501" => ErrorCode::PermissionDenied,
        "42804" | "42846" | "42P18" => ErrorCode::InvalidValue,
        "42601" => ErrorCode::Syntax,
        "25006" => ErrorCode::ReadOnly,
        "25P02" | "25P01" | "25000" | "3B001" => ErrorCode::TransactionClosed,
        "40001" => ErrorCode::SerializationFailure,
        "40P01" => ErrorCode::Deadlock,
        "55P03" => ErrorCode::LockTimeout,
        "57014" => ErrorCode::Cancelled,
        "57P01" | "57P02" | "57P03" | "57P05" => ErrorCode::ConnectionLost,
        "3D000" | "28000" | "28P01" => ErrorCode::ConnectionFailed,
        "0A000" => ErrorCode::Unsupported,
        "XX001" | "XX002" => ErrorCode::Corrupt,
        _ => match state.get(..2) {
            Some("08") if state != "08P01" => ErrorCode::ConnectionLost,
            Some("22") => ErrorCode::InvalidValue,
            Some("53" | "54") => ErrorCode::ResourceExhausted,
            _ => ErrorCode::DatabaseError,
        },
    }
}

/// The class of errors whose messages quote names only.
const NAMES: &str = "42";

fn message(error: &DbError, code: ErrorCode) -> String {
    let may_quote_values = matches!(code, ErrorCode::InvalidValue | ErrorCode::DatabaseError);
    if may_quote_values && !error.code().code().starts_with(NAMES) {
        without_quoted(error.message())
    } else {
        error.message().to_owned()
    }
}

/// A message without what it quotes: `invalid input syntax for type integer: "abc"` ends before
/// the value, and quoted parts elsewhere become `"…"`.
fn without_quoted(message: &str) -> String {
    if let Some(at) = message.find(": \"") {
        return message[..at].to_owned();
    }
    let mut out = String::with_capacity(message.len());
    for (index, part) in message.split('"').enumerate() {
        match (index, index % 2) {
            (0, _) => out.push_str(part),
            (_, 1) => out.push_str("\"…\""),
            _ => out.push_str(part),
        }
    }
    out
}

fn column(error: &DbError, code: ErrorCode) -> Option<String> {
    if let Some(column) = error.column() {
        return Some(column.to_owned());
    }
    match code {
        ErrorCode::UniqueViolation | ErrorCode::ForeignKeyViolation => key_columns(error.detail()?),
        ErrorCode::UnknownColumn => unknown_column(error.message()),
        _ => None,
    }
}

/// `relation "shop.nowhere" does not exist` or `table "nowhere" does not exist`.
fn unknown_table(message: &str) -> Option<String> {
    // The name stands as it is between them, whatever it contains.
    let (_, rest) = message.split_once('"')?;
    let (path, _) = rest.rsplit_once('"')?;
    Some(path.rsplit('.').next()?.to_owned())
}

/// `Key (org_id, email)=(1, a@b.c) already exists.` names `org_id, email`.
fn key_columns(detail: &str) -> Option<String> {
    let keys = detail.strip_prefix("Key (")?;
    let end = keys.find(")=(")?;
    Some(keys[..end].replace('"', ""))
}

/// `column users.nmae does not exist` or `column "nmae" of relation "users" does not exist`.
fn unknown_column(message: &str) -> Option<String> {
    let rest = message.strip_prefix("column ")?;
    let name = match rest.strip_prefix('"') {
        Some(quoted) => &quoted[..quoted.find('"')?],
        None => {
            let path = &rest[..rest.find(" does not exist")?];
            path.rsplit('.').next()?
        }
    };
    Some(name.trim_matches('"').to_owned())
}

fn hint(error: &DbError, code: ErrorCode) -> Option<String> {
    let ours = match code {
        ErrorCode::SerializationFailure | ErrorCode::Deadlock => {
            "run the transaction again from its beginning"
        }
        ErrorCode::TransactionClosed => {
            "a statement failed earlier; roll back, or nest a transaction around what may fail"
        }
        ErrorCode::ReadOnly => "the transaction or the server only reads",
        ErrorCode::UnknownTable if error.code().code() == "3F000" => {
            "create it with db.schema.createSchema(…), or check its name"
        }
        ErrorCode::ConnectionLost => {
            "the statement may or may not have taken effect; check before running it again"
        }
        ErrorCode::ResourceExhausted if error.code().code() == "53300" => {
            "lower maxConnections, or raise max_connections of the server"
        }
        _ => return error.hint().map(str::to_owned),
    };
    Some(ours.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_left_out_of_messages() {
        for (message, expected) in [
            (
                r#"invalid input syntax for type integer: "secret""#,
                "invalid input syntax for type integer",
            ),
            (
                r#"value "9999" is out of range for type integer"#,
                r#"value "…" is out of range for type integer"#,
            ),
            ("division by zero", "division by zero"),
            (
                r#"invalid input value for enum mood: "secret: \"x\"""#,
                "invalid input value for enum mood",
            ),
        ] {
            assert_eq!(without_quoted(message), expected);
        }
    }

    #[test]
    fn the_columns_of_a_key_are_read_without_its_values() {
        let detail = r#"Key (org_id, "eMail")=(1, a)=(b@c) already exists."#;
        assert_eq!(key_columns(detail).as_deref(), Some("org_id, eMail"));
        assert_eq!(key_columns("Failing row contains (1, secret)."), None);
    }

    #[test]
    fn an_unknown_column_is_named() {
        for message in [
            "column users.nmae does not exist",
            "column nmae does not exist",
            r#"column "nmae" of relation "users" does not exist"#,
            r#"column "nmae" does not exist"#,
        ] {
            assert_eq!(unknown_column(message).as_deref(), Some("nmae"), "{message}");
        }
    }
}
