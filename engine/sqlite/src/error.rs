use versa_error::{Error, ErrorCode};
use versa_sqlite_values::failure;

/// A failure of SQLite as an error of ours.
pub(crate) fn map_error(error: rusqlite::Error) -> Error {
    match error {
        rusqlite::Error::SqliteFailure(found, message) => {
            failure(found.extended_code, message.as_deref().unwrap_or_default())
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => failure(error.extended_code, &msg),
        rusqlite::Error::MultipleStatement => {
            Error::new(ErrorCode::Syntax, "the SQL holds more than one statement")
                .hint("run one statement per call")
        }
        rusqlite::Error::ToSqlConversionFailure(error) => Error::invalid_value(error.to_string()),
        rusqlite::Error::InvalidPath(_) => {
            Error::new(ErrorCode::InvalidConfiguration, "the path of the file is not valid")
        }
        other => Error::new(ErrorCode::DatabaseError, other.to_string()),
    }
}

/// The same, with the statement it happened in.
pub(crate) fn map_error_of(error: rusqlite::Error, sql: &str) -> Error {
    map_error(error).sql(sql)
}
