/// What a database can do by itself. Where it cannot, the plan emulates or the compiler refuses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Capabilities {
    /// `insert … returning`.
    pub insert_returning: bool,
    /// `returning` costs more than the insert itself, while the driver can tell what an insert
    /// returns from what it was given and how the table is declared.
    pub insert_echo: bool,
    /// `update … returning`.
    pub update_returning: bool,
    /// `delete … returning`.
    pub delete_returning: bool,
    /// `full join`.
    pub full_join: bool,
    /// `nulls first` and `nulls last`.
    pub nulls_order: bool,
    /// How rows are locked.
    pub row_locks: RowLocks,
    /// How an update or a delete reads other tables.
    pub write_joins: WriteJoins,
    /// How many rows are changed, each to values of its own.
    pub update_rows: UpdateRowsStyle,
    /// `on conflict (columns) …`; else `on duplicate key update`, which looks at every unique key.
    pub on_conflict: bool,
    /// `insert into t default values`; else `insert into t () values ()`.
    pub default_values: bool,
    /// Views whose rows are kept, until they are read anew.
    pub materialized_views: bool,
    /// An offset may stand without a limit.
    pub offset_without_limit: bool,
    /// How the list of an `in` is bound.
    pub list: ListStyle,
    /// How many rows behind one parameter are inserted.
    pub bulk: BulkStyle,
    /// The most placeholders of a statement.
    pub max_parameters: u32,
}

/// How the list of an `in` is bound.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ListStyle {
    /// As JSON text, read by `json_each`.
    Json,
    /// As one array.
    Array,
    /// As one placeholder per item.
    Expanded,
}

/// How many rows behind one parameter are inserted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BulkStyle {
    /// One statement per row.
    PerRow,
    /// One statement with an array per column; needs the kinds of their values.
    Arrays,
    /// Statements with as many rows as the limits allow.
    Values,
}

/// How rows are locked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RowLocks {
    /// Not at all: a transaction that may write is the only one that does.
    Needless,
    /// `for update` and `for share`, of one source where it is named.
    ForShareOf,
    /// `for update` and `lock in share mode`, of all sources.
    LockInShareMode,
}

/// How an update or a delete reads other tables.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WriteJoins {
    /// `update t set … from o where …`, `delete from t using o where …`.
    FromUsing,
    /// `update t set … from o where …`; a delete asks whether there is a row in the others.
    FromExists,
    /// `update t join o on … set …`, `delete t from t join o on …`.
    Joined,
}

/// How many rows are changed, each to values of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UpdateRowsStyle {
    /// One statement per row.
    PerRow,
    /// One statement that reads the rows from arrays; needs the kinds of their values.
    Arrays,
    /// Statements with a `case` per column.
    Cases,
}
