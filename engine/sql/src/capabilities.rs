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
    /// `select … for update`, which the emulation of `returning` needs; a database without it has
    /// one writer at a time.
    pub for_update: bool,
    /// `on conflict (columns) …`; else `on duplicate key update`, which looks at every unique key.
    pub on_conflict: bool,
    /// `insert into t default values`; else `insert into t () values ()`.
    pub default_values: bool,
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
    /// One statement with an array per column; needs the columns' types.
    Arrays,
    /// Statements with as many rows as the limits allow.
    Values,
}
