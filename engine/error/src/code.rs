use serde::{Deserialize, Serialize};

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// Stable, machine-readable reason of a failure. A code never changes its meaning.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $variant,)+
        }

        impl ErrorCode {
            /// Every code there is, in the order of the documentation.
            pub const ALL: &[ErrorCode] = &[$(ErrorCode::$variant),+];

            /// The code as users see it: `UNIQUE_VIOLATION`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $text),+ }
            }

            /// What the code means, in one sentence or two.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(ErrorCode::$variant => concat!($($doc, "\n"),+)),+ }
            }
        }
    };
}

error_codes! {
    /// A row with the same value of a unique column or primary key exists already.
    UniqueViolation = "UNIQUE_VIOLATION",
    /// The row refers to one that does not exist, or others still refer to it.
    ForeignKeyViolation = "FOREIGN_KEY_VIOLATION",
    /// A column that must have a value got null or nothing.
    NotNullViolation = "NOT_NULL_VIOLATION",
    /// A check constraint (an enum column has one) refused the value.
    CheckViolation = "CHECK_VIOLATION",
    /// The database could not parse the statement.
    Syntax = "SYNTAX",
    /// The statement names a table that does not exist.
    UnknownTable = "UNKNOWN_TABLE",
    /// The statement or the filter names a column that does not exist.
    UnknownColumn = "UNKNOWN_COLUMN",
    /// `with` or `related` names a relation that the model does not have.
    UnknownRelation = "UNKNOWN_RELATION",
    /// No open connection has the name that `connection`, `using` or a model asks for.
    UnknownConnection = "UNKNOWN_CONNECTION",
    /// A table, index or column of that name exists already.
    AlreadyExists = "ALREADY_EXISTS",
    /// A value does not fit its column: wrong kind, out of range, too long, not a number.
    InvalidValue = "INVALID_VALUE",
    /// The query itself makes no sense: an unknown operator, a negative limit, an empty update.
    InvalidQuery = "INVALID_QUERY",
    /// A name that no database accepts: empty, with a NUL character, or too long.
    InvalidIdentifier = "INVALID_IDENTIFIER",
    /// The connection URL or an option of `connect` is wrong.
    InvalidConfiguration = "INVALID_CONFIGURATION",
    /// A model's definition contradicts itself or was used before `connect`.
    InvalidModel = "INVALID_MODEL",
    /// The database could not be reached or opened, or refused the credentials.
    ConnectionFailed = "CONNECTION_FAILED",
    /// The connection broke while it was in use.
    ConnectionLost = "CONNECTION_LOST",
    /// The database handle was closed before the call.
    ConnectionClosed = "CONNECTION_CLOSED",
    /// Something took longer than its limit: a statement, or the wait for a connection.
    Timeout = "TIMEOUT",
    /// Another connection holds a lock for longer than the wait allows.
    LockTimeout = "LOCK_TIMEOUT",
    /// The statement was cancelled before it ended.
    Cancelled = "CANCELLED",
    /// Two transactions touched the same rows; run the transaction again.
    SerializationFailure = "SERIALIZATION_FAILURE",
    /// Two transactions waited for each other; run the transaction again.
    Deadlock = "DEADLOCK",
    /// The transaction is over, or failed earlier and only a rollback is possible.
    TransactionClosed = "TRANSACTION_CLOSED",
    /// The transaction was open for longer than its `timeoutMs`, and was rolled back.
    TransactionTimeout = "TRANSACTION_TIMEOUT",
    /// A write was tried where only reading is allowed.
    ReadOnly = "READ_ONLY",
    /// The credentials are right but do not permit this.
    PermissionDenied = "PERMISSION_DENIED",
    /// A record that had to exist does not.
    NotFound = "NOT_FOUND",
    /// Several records were found where there had to be one.
    MultipleFound = "MULTIPLE_FOUND",
    /// The row was changed since the instance was loaded: its `version` is another one.
    Stale = "STALE",
    /// Values name a column that the model does not let objects from outside set.
    MassAssignment = "MASS_ASSIGNMENT",
    /// The file is not a database, or it is damaged.
    Corrupt = "CORRUPT",
    /// The database ran out of memory, disk space, connections or another resource.
    ResourceExhausted = "RESOURCE_EXHAUSTED",
    /// This database has no such feature.
    Unsupported = "UNSUPPORTED",
    /// The native engine for this platform could not be loaded.
    EngineUnavailable = "ENGINE_UNAVAILABLE",
    /// The database reported something that has no code of its own; see `sqlState` and `message`.
    DatabaseError = "DATABASE_ERROR",
    /// A defect in VersaORM. Please report it.
    Internal = "INTERNAL",
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
