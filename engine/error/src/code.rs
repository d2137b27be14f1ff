use serde::{Deserialize, Serialize};

macro_rules! error_codes {
    ($($section:literal {
        $($(#[doc = $doc:literal])+ $variant:ident = $text:literal: $hint:literal,)+
    })+) => {
        /// Stable, machine-readable reason of a failure. A code never changes its meaning.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($($(#[doc = $doc])+ #[serde(rename = $text)] $variant,)+)+
        }

        impl ErrorCode {
            /// Every code there is, in the order of the documentation.
            pub const ALL: &[ErrorCode] = &[$($(ErrorCode::$variant),+),+];

            /// The sections of the documentation, and the codes of each.
            pub const SECTIONS: &[(&str, &[ErrorCode])] =
                &[$(($section, &[$(ErrorCode::$variant),+])),+];

            /// The code as users see it: `UNIQUE_VIOLATION`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($(ErrorCode::$variant => $text),+),+ }
            }

            /// What the code means, in one sentence or two.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $($(ErrorCode::$variant => concat!($($doc, "\n"),+)),+),+ }
            }

            /// What can be done about it, where the place of the failure knows no better: the
            /// hint of an error, without a capital and a full stop.
            #[must_use]
            pub const fn hint(self) -> &'static str {
                match self { $($(ErrorCode::$variant => $hint),+),+ }
            }
        }
    };
}

error_codes! {
    "The database refused a value" {
        /// A row with the same value of a unique column or primary key exists already.
        UniqueViolation = "UNIQUE_VIOLATION": "choose another value, or use `upsert`",
        /// The row refers to one that does not exist, or others still refer to it.
        ForeignKeyViolation = "FOREIGN_KEY_VIOLATION":
            "create the row it refers to first, or delete the rows that refer to it",
        /// A column that must have a value got null or nothing.
        NotNullViolation = "NOT_NULL_VIOLATION": "give the column a value",
        /// A check constraint (an enum column has one) refused the value.
        CheckViolation = "CHECK_VIOLATION": "pass a value that the constraint allows",
        /// A value does not fit its column: wrong kind, out of range, too long, not a number.
        InvalidValue = "INVALID_VALUE": "pass a value of the kind that the column takes",
    }
    "The query is wrong" {
        /// The query itself makes no sense: an unknown operator, a negative limit, an empty update.
        InvalidQuery = "INVALID_QUERY": "look at the message for what cannot be",
        /// The statement or the filter names a column that does not exist.
        UnknownColumn = "UNKNOWN_COLUMN": "check the name; the table may be older than the model",
        /// `with` or `related` names a relation that the model does not have.
        UnknownRelation = "UNKNOWN_RELATION":
            "check the name; relations are static properties of the model",
        /// No open connection has the name that `connection`, `using` or a model asks for.
        UnknownConnection = "UNKNOWN_CONNECTION":
            "open it with `connect(url, { name })`, or check the name",
        /// The statement names a table that does not exist.
        UnknownTable = "UNKNOWN_TABLE":
            "create it with `db.schema.create([…])`, or check its name and schema",
        /// A table, index or column of that name exists already.
        AlreadyExists = "ALREADY_EXISTS": "use `db.schema.createIfMissing([…])`, or drop it first",
        /// The database could not parse the statement.
        Syntax = "SYNTAX":
            "look at `sql` of this error; values belong into the braces of a `sql` template",
        /// A name that no database accepts: empty, with a NUL character, or too long.
        InvalidIdentifier = "INVALID_IDENTIFIER": "use a shorter name without NUL characters",
        /// Values name a column that the model does not let objects from outside set.
        MassAssignment = "MASS_ASSIGNMENT":
            "add the column to `fillable` of the model, or set it in code",
        /// A model's definition contradicts itself or was used before `connect`.
        InvalidModel = "INVALID_MODEL": "check the definition of the model",
        /// This database has no such feature.
        Unsupported = "UNSUPPORTED": "write it another way for this database",
    }
    "Nothing there, or too much" {
        /// A record that had to exist does not.
        NotFound = "NOT_FOUND": "use `first()` or `find()` where it may be missing",
        /// Several records were found where there had to be one.
        MultipleFound = "MULTIPLE_FOUND": "add conditions that tell them apart, or use `first()`",
    }
    "Connections" {
        /// The database could not be reached or opened, or refused the credentials.
        ConnectionFailed = "CONNECTION_FAILED":
            "check host, port, database, user and password, and that the server runs",
        /// The connection broke while it was in use.
        ConnectionLost = "CONNECTION_LOST":
            "run it again; what was in a transaction has to be repeated as a whole",
        /// The database handle was closed before the call.
        ConnectionClosed = "CONNECTION_CLOSED":
            "open it again with `connect`, and close it after the last statement",
        /// The connection URL or an option of `connect` is wrong.
        InvalidConfiguration = "INVALID_CONFIGURATION":
            "check the URL and the options of `connect`",
        /// The credentials are right but do not permit this.
        PermissionDenied = "PERMISSION_DENIED": "grant the right to the user of the connection",
        /// A write was tried where only reading is allowed.
        ReadOnly = "READ_ONLY": "write outside the read-only transaction or connection",
        /// The file is not a database, or it is damaged.
        Corrupt = "CORRUPT": "check the path; restore the file from a backup if it was a database",
        /// The database ran out of memory, disk space, connections or another resource.
        ResourceExhausted = "RESOURCE_EXHAUSTED": "free disk space, memory or connections",
    }
    "Waiting and concurrency" {
        /// Something took longer than its limit: a statement, or the wait for a connection.
        Timeout = "TIMEOUT": "raise the limit, or find out what holds the connections",
        /// Another connection holds a lock for longer than the wait allows.
        LockTimeout = "LOCK_TIMEOUT": "run it again, and keep transactions short",
        /// Two transactions touched the same rows; run the transaction again.
        SerializationFailure = "SERIALIZATION_FAILURE": "run the whole transaction again",
        /// Two transactions waited for each other; run the transaction again.
        Deadlock = "DEADLOCK":
            "run the whole transaction again; take rows in the same order everywhere",
        /// The row was changed since the instance was loaded: its `version` is another one.
        Stale = "STALE": "read the instance again with `refresh()`, and make the change again",
        /// The statement was cancelled before it ended.
        Cancelled = "CANCELLED": "run it again",
        /// The transaction is over, or failed earlier and only a rollback is possible.
        TransactionClosed = "TRANSACTION_CLOSED":
            "await everything within the function of the transaction",
        /// The transaction was open for longer than its `timeoutMs`, and was rolled back.
        TransactionTimeout = "TRANSACTION_TIMEOUT": "keep transactions short, or raise `timeoutMs`",
    }
    "The rest" {
        /// The native engine for this platform could not be loaded.
        EngineUnavailable = "ENGINE_UNAVAILABLE":
            "install versa-orm again, with its optional dependencies",
        /// The database reported something that has no code of its own.
        DatabaseError = "DATABASE_ERROR":
            "look at the message, which is the database's own; look up `sqlState` where it is set",
        /// A defect in VersaORM.
        Internal = "INTERNAL": "report it with the message and the stack",
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
