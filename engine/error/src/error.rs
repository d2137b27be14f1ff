use serde::Serialize;

use crate::ErrorCode;

/// The result of everything in the engine that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure with its code and all that is known about where it happened.
///
/// It holds the SQL text but never a parameter: values are secrets until the user asks for them.
///
/// ```
/// use versa_error::{Error, ErrorCode};
/// let error = Error::new(ErrorCode::UniqueViolation, "users.email is taken")
///     .table("users")
///     .column("email");
/// assert_eq!(error.code(), ErrorCode::UniqueViolation);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    code: ErrorCode,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sql_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constraint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sql: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl Error {
    /// A failure with its code and a sentence that says what happened.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            code,
            message: message.into(),
            sql_state: None,
            table: None,
            column: None,
            constraint: None,
            sql: None,
            hint: None,
        }))
    }

    /// A defect of the engine itself.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal, message)
    }

    /// A query that makes no sense.
    #[must_use]
    pub fn invalid_query(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidQuery, message)
    }

    /// A value that does not fit.
    #[must_use]
    pub fn invalid_value(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidValue, message)
    }

    /// Adds the SQLSTATE, or the database's own code where it has none.
    #[must_use]
    pub fn sql_state(mut self, state: impl Into<String>) -> Self {
        self.0.sql_state = Some(state.into());
        self
    }

    /// Adds the table the database named.
    #[must_use]
    pub fn table(mut self, table: impl Into<String>) -> Self {
        self.0.table = Some(table.into());
        self
    }

    /// Adds the column the database named.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.0.column = Some(column.into());
        self
    }

    /// Adds the constraint the database named.
    #[must_use]
    pub fn constraint(mut self, constraint: impl Into<String>) -> Self {
        self.0.constraint = Some(constraint.into());
        self
    }

    /// Adds the statement, unless an inner layer knew it better.
    #[must_use]
    pub fn sql(mut self, sql: impl Into<String>) -> Self {
        self.0.sql.get_or_insert_with(|| sql.into());
        self
    }

    /// Adds what the user can do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Replaces the code: a layer above may know better what a failure means.
    #[must_use]
    pub fn with_code(mut self, code: ErrorCode) -> Self {
        self.0.code = code;
        self
    }

    /// The stable reason.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The sentence that says what happened.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The table, where the database named one.
    #[must_use]
    pub fn table_name(&self) -> Option<&str> {
        self.0.table.as_deref()
    }

    /// The column, where the database named one.
    #[must_use]
    pub fn column_name(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// The constraint, where the database named one.
    #[must_use]
    pub fn constraint_name(&self) -> Option<&str> {
        self.0.constraint.as_deref()
    }

    /// The SQLSTATE or the database's own code.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.0.sql_state.as_deref()
    }

    /// The hint, where there is one.
    #[must_use]
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl Serialize for Error {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.0.code, self.0.message)
    }
}

impl std::error::Error for Error {}
