//! MySQL's and MariaDB's failures as errors of ours.
//!
//! The server tells everything in one English sentence, so names are read from that: a pattern that
//! does not match leaves a field empty, never a wrong one. Sentences that quote a value are
//! written anew or cut before it.

use versa_error::{Error, ErrorCode};

use crate::wire::Failure;

const LOST_HINT: &str =
    "the statement may or may not have taken effect; check before running it again";

/// A failure while something ran.
pub(crate) fn map(failure: Failure) -> Error {
    match failure {
        Failure::Server(error) => database(error.number, error.state.as_deref(), &error.message),
        Failure::Io(error) | Failure::Tls(error) => lost(&error),
        // What comes next is not known: the connection is of no more use.
        Failure::Protocol(what) => lost(&format_args!("the server sent {what}")),
        Failure::Login(reason) => lost(&format_args!("the server {reason}")),
    }
}

fn lost(reason: &(impl std::fmt::Display + ?Sized)) -> Error {
    Error::new(ErrorCode::ConnectionLost, format!("the connection to MySQL broke: {reason}"))
        .hint(LOST_HINT)
}

/// A failure that the server reported.
pub(crate) fn database(number: u16, state: Option<&str>, message: &str) -> Error {
    let code = code_of(number, state);
    let names = Names::read(number, message);
    let mut mapped = Error::new(code, rewritten(code, &names, message));
    if let Some(state) = state {
        mapped = mapped.sql_state(state);
    }
    if let Some(table) = names.table {
        mapped = mapped.table(table);
    }
    if let Some(column) = names.column {
        mapped = mapped.column(column);
    }
    if let Some(constraint) = names.constraint {
        mapped = mapped.constraint(constraint);
    }
    match hint(number, code) {
        Some(hint) => mapped.hint(hint),
        None => mapped,
    }
}

fn code_of(number: u16, state: Option<&str>) -> ErrorCode {
    match number {
        1022 | 1062 | 1169 | 1586 | 1859 => ErrorCode::UniqueViolation,
        1216 | 1217 | 1451 | 1452 | 1834 => ErrorCode::ForeignKeyViolation,
        1048 | 1263 | 1364 => ErrorCode::NotNullViolation,
        3819 => ErrorCode::CheckViolation,
        // MariaDB's check; MySQL knows the number for something else.
        4025 if state == Some("23000") => ErrorCode::CheckViolation,
        1064 | 1065 | 1149 => ErrorCode::Syntax,
        1059 | 1102 | 1103 | 1166 => ErrorCode::InvalidIdentifier,
        1049 | 1051 | 1109 | 1146 => ErrorCode::UnknownTable,
        1054 | 1072 | 1091 => ErrorCode::UnknownColumn,
        1007 | 1050 | 1060 | 1061 | 1826 => ErrorCode::AlreadyExists,
        1264..=1265 | 1292 | 1365..=1367 | 1406 | 1411 | 1416 | 1525 | 1690 | 3140 | 3141 => {
            ErrorCode::InvalidValue
        }
        1290 | 1792 | 1836 | 3100 => ErrorCode::ReadOnly,
        1205 | 3572 => ErrorCode::LockTimeout,
        1213 | 1614 => ErrorCode::Deadlock,
        1020 | 1412 => ErrorCode::SerializationFailure,
        1317 => ErrorCode::Cancelled,
        1969 | 3024 => ErrorCode::Timeout,
        1305 => ErrorCode::TransactionClosed,
        1044 | 1045 | 1142..=1143 | 1227 | 1370 => ErrorCode::PermissionDenied,
        1698 => ErrorCode::ConnectionFailed,
        1021 | 1037 | 1038 | 1040 | 1041 | 1114 | 1153 | 1203 | 1226 | 1390 => {
            ErrorCode::ResourceExhausted
        }
        1053 | 1077 | 1079 | 1152 | 1158..=1161 | 1184 | 1927 | 2006 | 2013 | 4031 => {
            ErrorCode::ConnectionLost
        }
        1235 | 1295 => ErrorCode::Unsupported,
        _ if state.is_some_and(|state| state.starts_with("22")) => ErrorCode::InvalidValue,
        _ if state.is_some_and(|state| state.starts_with("08")) => ErrorCode::ConnectionLost,
        _ => ErrorCode::DatabaseError,
    }
}

/// What a sentence names.
#[derive(Debug, Default, PartialEq)]
struct Names {
    table: Option<String>,
    column: Option<String>,
    constraint: Option<String>,
}

impl Names {
    fn read(number: u16, message: &str) -> Self {
        let mut names = Self::default();
        match number {
            1062 | 1586 | 1169 => {
                // The value before it may hold the same words: the last ones are the server's.
                let key = message.rfind("for key ").and_then(|at| quoted(&message[at..], '\''));
                // MySQL 8 writes `table.key`.
                match key.and_then(|key| key.split_once('.')) {
                    Some((table, key)) => {
                        names.table = Some(table.to_owned());
                        names.constraint = Some(key.to_owned());
                    }
                    None => names.constraint = key.map(str::to_owned),
                }
            }
            1451 | 1452 => {
                names.table = message.find("fails (").and_then(|at| last_of_path(&message[at..]));
                names.constraint = quoted_after(message, "CONSTRAINT ", '`');
                names.column = quoted_after(message, "FOREIGN KEY (", '`');
            }
            1048 | 1364 | 1263 => names.column = quoted(message, '\'').map(str::to_owned),
            3819 => names.constraint = quoted(message, '\'').map(str::to_owned),
            4025 => {
                names.constraint = quoted_after(message, "CONSTRAINT ", '`');
                names.table =
                    message.find(" failed for ").and_then(|at| last_of_path(&message[at..]));
            }
            1054 => {
                let path = quoted(message, '\'').unwrap_or_default();
                names.column = path.rsplit('.').next().map(str::to_owned);
                names.table = path.rsplit('.').nth(1).map(str::to_owned);
            }
            1146 | 1051 => {
                let path = quoted(message, '\'').unwrap_or_default();
                names.table = path.rsplit('.').next().map(str::to_owned);
            }
            1264 | 1265 | 1292 | 1366 | 1406 => {
                if let Some(at) = message.rfind(" for column ") {
                    let rest = &message[at..];
                    names.column = quoted(rest, '\'').map(str::to_owned);
                    if names.column.is_none() {
                        let path: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
                        names.column = path.last().map(|&column| column.to_owned());
                        names.table = path.iter().rev().nth(1).map(|&table| table.to_owned());
                    }
                }
            }
            _ => {}
        }
        names
    }
}

/// The first quoted part.
fn quoted(text: &str, quote: char) -> Option<&str> {
    let begin = text.find(quote)? + 1;
    let length = text[begin..].find(quote)?;
    Some(&text[begin..begin + length])
}

fn quoted_after(text: &str, words: &str, quote: char) -> Option<String> {
    let at = text.find(words)?;
    quoted(&text[at..], quote).map(str::to_owned)
}

/// The table of the first `` `database`.`table` `` in a text.
fn last_of_path(text: &str) -> Option<String> {
    let mut path = &text[text.find('`')? + 1..];
    while let Some(next) = path.find("`.`").filter(|&at| path.find('`') == Some(at)) {
        path = &path[next + 3..];
    }
    path.find('`').map(|end| path[..end].to_owned())
}

fn rewritten(code: ErrorCode, names: &Names, message: &str) -> String {
    match code {
        ErrorCode::UniqueViolation => match &names.constraint {
            Some(key) => format!("a row with the same value of the key {key:?} exists already"),
            None => "a row with the same value of a key exists already".to_owned(),
        },
        ErrorCode::InvalidValue | ErrorCode::DatabaseError => without_value(message),
        _ => message.to_owned(),
    }
}

/// `Incorrect integer value: 'abc' for column …` without what stands between.
fn without_value(message: &str) -> String {
    let Some(begin) = message.find(": '").or_else(|| message.find(" in '")) else {
        return message.to_owned();
    };
    let head = message[..begin].trim_end();
    match message.rfind(" for column ") {
        Some(end) if end > begin => format!("{head}{}", &message[end..]),
        _ => head.to_owned(),
    }
}

fn hint(number: u16, code: ErrorCode) -> Option<&'static str> {
    Some(match (number, code) {
        (_, ErrorCode::Deadlock | ErrorCode::SerializationFailure) => {
            "run the transaction again from its beginning"
        }
        (1153, _) => "raise max_allowed_packet of the server, or send less at once",
        (1390, _) => "a statement has at most 65535 parameters: pass fewer values at once",
        (1049, _) => "create it with db.schema.createSchema(…), or check its name",
        (1040 | 1203, _) => "lower maxConnections, or raise max_connections of the server",
        (_, ErrorCode::ReadOnly) => "the transaction or the server only reads",
        (_, ErrorCode::ConnectionLost) => LOST_HINT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(number: u16, message: &str) -> (Option<String>, Option<String>, Option<String>) {
        let Names { table, column, constraint } = Names::read(number, message);
        (table, column, constraint)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn names_are_read_from_the_sentence() {
        for (number, message, expected) in [
            (1062, "Duplicate entry 'x for key 'y'' for key 'email'", (None, None, some("email"))),
            (1062, "Duplicate entry '1' for key 't.PRIMARY'", (some("t"), None, some("PRIMARY"))),
            (
                1452,
                "Cannot add or update a child row: a foreign key constraint fails \
                 (`shop`.`members`, CONSTRAINT `team_fk` FOREIGN KEY (`team_id`) REFERENCES \
                 `teams` (`id`))",
                (some("members"), some("team_id"), some("team_fk")),
            ),
            (1048, "Column 'code' cannot be null", (None, some("code"), None)),
            (1364, "Field 'code' doesn't have a default value", (None, some("code"), None)),
            (3819, "Check constraint 'size_check' is violated.", (None, None, some("size_check"))),
            (
                4025,
                "CONSTRAINT `size_check` failed for `shop`.`teams`",
                (some("teams"), None, some("size_check")),
            ),
            (
                1054,
                "Unknown column 'teams.sice' in 'field list'",
                (some("teams"), some("sice"), None),
            ),
            (1146, "Table 'shop.nowhere' doesn't exist", (some("nowhere"), None, None)),
            (
                1366,
                "Incorrect integer value: 'a `b`' for column `shop`.`teams`.`size` at row 1",
                (some("teams"), some("size"), None),
            ),
            (1406, "Data too long for column 'code' at row 1", (None, some("code"), None)),
            (1062, "Duplicate entry", (None, None, None)),
        ] {
            assert_eq!(names(number, message), expected, "{message}");
        }
    }

    #[test]
    fn values_are_left_out_of_messages() {
        for (message, expected) in [
            (
                "Incorrect integer value: 'secret' for column `s`.`t`.`c` at row 1",
                "Incorrect integer value for column `s`.`t`.`c` at row 1",
            ),
            ("Truncated incorrect DOUBLE value: 'secret'", "Truncated incorrect DOUBLE value"),
            ("BIGINT value is out of range in '(7331 + 1)'", "BIGINT value is out of range"),
            (
                "Out of range value for column 'c' at row 1",
                "Out of range value for column 'c' at row 1",
            ),
        ] {
            assert_eq!(without_value(message), expected);
        }
    }
}
