use std::sync::Arc;

use versa_ast::LogicalType;

/// A compiled statement: SQL of one dialect and where its parameters come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The SQL and its parameters.
    pub text: SqlText,
    /// Whether it writes.
    pub access: Access,
    /// Whether running it produces rows (a `select`, or a write with `returning`).
    pub returns_rows: bool,
    /// The result columns; empty where only the database knows them (`*`, raw SQL).
    pub columns: Vec<ResultColumn>,
    /// Set where the statement is run for many rows behind one parameter.
    pub bulk: Option<Bulk>,
    /// Set where what an insert returns may be told without asking for it.
    pub echo: Option<Arc<Echo>>,
    /// What an insert does with rows that exist, where the server counts them in its own way.
    pub duplicates: Duplicates,
}

/// What an insert does with rows that exist already, where the server's count of written rows is
/// not what people mean by it: MySQL counts a row that is changed twice, and one that stays once.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Duplicates {
    /// They are an error, or the count is right as it is.
    #[default]
    Counted,
    /// They are changed: each row of the insert is one that is written.
    Changed,
    /// They stay: only those are counted that were added. An insert of one row does not say whether
    /// it did: it is a plain one, whose failure is that the row is there.
    Left,
}

/// An insert without its `returning`, for drivers that can tell what it would return.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
    /// The insert.
    pub sql: Arc<str>,
    /// What is bound: one inserted column after another.
    pub slots: Vec<Slot>,
    /// Of a bulk statement: the same insert of several rows at once.
    pub batch: Option<EchoBatch>,
    /// Reads the returned columns of the row whose rowid is bound.
    pub read: Arc<str>,
    /// The table.
    pub table: String,
    /// The returned columns.
    pub columns: Vec<EchoColumn>,
}

/// An insert of several rows in one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct EchoBatch {
    /// The insert; the slots repeat for each row.
    pub sql: Arc<str>,
    /// How many rows it takes.
    pub rows: usize,
}

/// A column that an insert returns.
#[derive(Clone, Debug, PartialEq)]
pub struct EchoColumn {
    /// Its name.
    pub name: String,
    /// How it is decoded.
    pub logical_type: LogicalType,
    /// Which of the inserted columns it is, from 0; none where the database fills it in.
    pub given: Option<usize>,
}

/// Whether a statement writes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// It only reads.
    Read,
    /// It writes.
    Write,
    /// The user's own SQL: only the database knows.
    Unknown,
}

/// A column of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultColumn {
    /// Its name.
    pub name: String,
    /// How its cells are decoded; without it the database's own type decides.
    pub logical_type: Option<LogicalType>,
}

/// SQL text that is either known or grows with a list among the parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum SqlText {
    /// The same text at each call.
    Fixed {
        /// The text, with the dialect's placeholders in it.
        sql: Arc<str>,
        /// What is bound, placeholder after placeholder.
        slots: Vec<Slot>,
    },
    /// Text with places that repeat per item of a list (MySQL has no arrays).
    Expanding(Vec<SqlPart>),
}

impl SqlText {
    /// The text, where it is the same at each call.
    #[must_use]
    pub fn fixed(&self) -> Option<&Arc<str>> {
        match self {
            Self::Fixed { sql, .. } => Some(sql),
            Self::Expanding(_) => None,
        }
    }
}

/// A piece of expanding text.
#[derive(Clone, Debug, PartialEq)]
pub enum SqlPart {
    /// Text.
    Text(String),
    /// One placeholder.
    Slot(Slot),
    /// The items of a list parameter: `?, ?, ?`. An empty list becomes a query without rows: `in`
    /// it is false and `not in` it is true, even for null. The number of placeholders is rounded
    /// up to a power of two, repeating the last item, so that few different texts reach the
    /// database's statement cache; long lists are rare enough to stand as they are.
    List {
        /// The parameter.
        index: u32,
        /// What its items are.
        logical_type: Option<LogicalType>,
    },
    /// The rows of a bulk parameter: `(?, ?), (?, DEFAULT)`.
    Rows {
        /// The parameter.
        index: u32,
        /// The parameter that says which cells are given; all without it.
        given: Option<u32>,
        /// What each of a row's cells is.
        columns: Vec<Option<LogicalType>>,
    },
    /// Text that only stands where there are several rows in the bulk parameter's text.
    Several(String),
    /// The first cells of rows: `(?, ?), (?, ?)`; of the rows of a bulk parameter, or of all there
    /// are. No row becomes a query without rows.
    Tuples {
        /// The parameter.
        index: u32,
        /// What each of the cells is.
        columns: Vec<Option<LogicalType>>,
        /// How many cells a row has.
        width: u32,
        /// Whether a text takes some of the rows only.
        bulk: bool,
    },
    /// Of each row of a bulk parameter: when the key is its key, then one of its cells.
    /// `WHEN k = ? THEN ? WHEN k = ? THEN ?`.
    Cases {
        /// The parameter.
        index: u32,
        /// The names of the key's columns, as they stand in SQL, and what they are: the first
        /// cells of a row.
        key: Vec<(String, Option<LogicalType>)>,
        /// The place of the cell, from 0.
        cell: u32,
        /// What it is.
        logical_type: Option<LogicalType>,
        /// How many cells a row has.
        width: u32,
    },
}

/// Where a bound value comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The parameter.
    pub index: u32,
    /// What it is, where the builder knew.
    pub logical_type: Option<LogicalType>,
    /// How the parameter becomes the bound value.
    pub kind: SlotKind,
}

/// How a parameter becomes a bound value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SlotKind {
    /// As it is.
    Value,
    /// A list as JSON text, read in SQL by `json_each` (SQLite). Bytes go as hex text.
    JsonList,
    /// A list of cells as JSON text, an array per row (SQLite).
    JsonRows {
        /// How many cells a row has.
        width: u32,
    },
    /// A list as one array (PostgreSQL).
    Array,
    /// Of a bulk parameter: one column of all rows as one array (PostgreSQL's `unnest`).
    ColumnArray {
        /// The column, from 0.
        column: u32,
        /// The number of columns.
        width: u32,
    },
    /// Of a bulk parameter: one column of the current row (SQLite runs the statement per row).
    Cell {
        /// The column, from 0.
        column: u32,
    },
}

/// How a statement serves the many rows behind one parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Bulk {
    /// The parameter: a list of cells, row after row.
    pub index: u32,
    /// How many cells a row has.
    pub width: u32,
    /// The way it is run.
    pub run: BulkRun,
}

impl Bulk {
    /// The rows of a chunk share the placeholders with what stands beside them.
    pub(crate) fn leave_room(self, text: &SqlText) -> Self {
        let (BulkRun::Chunked { max_parameters, per_row, max_rows }, SqlText::Expanding(parts)) =
            (self.run, text)
        else {
            return self;
        };
        let others = parts.iter().filter(|part| matches!(part, SqlPart::Slot(_))).count();
        let others = u32::try_from(others).unwrap_or(u32::MAX);
        let max_parameters = max_parameters.saturating_sub(others);
        Self { run: BulkRun::Chunked { max_parameters, per_row, max_rows }, ..self }
    }
}

/// The ways to run a bulk statement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BulkRun {
    /// Once per row, in one savepoint; the text is fixed (SQLite).
    PerRow,
    /// Once for all rows, as arrays; the text is fixed (PostgreSQL, all column types known).
    Once,
    /// In as few statements as the limits allow, in one transaction (MySQL, unknown types).
    Chunked {
        /// The most placeholders one statement may have.
        max_parameters: u32,
        /// How many placeholders a row takes.
        per_row: u32,
        /// The most rows of one statement.
        max_rows: u32,
    },
}
