use serde::{Deserialize, Serialize};
use versa_ast::{Identifier, LogicalType, TableRef};

/// A table as its model describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// The table.
    pub table: TableRef,
    /// Its columns, in order; one at least.
    pub columns: Vec<Column>,
    /// The columns of its primary key; empty: none.
    pub primary_key: Vec<Identifier>,
    /// Unique keys besides the columns' own.
    pub uniques: Vec<UniqueKey>,
    /// Its indexes.
    pub indexes: Vec<Index>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// What each row must meet.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What it is for, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// A column that is null in the rows among which unique values are unique: those that are not
    /// marked as deleted. All rows without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub living: Option<Identifier>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// Its name.
    pub name: Identifier,
    /// What it holds.
    #[serde(rename = "type")]
    pub logical_type: LogicalType,
    /// Text: the most characters; unlimited without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Whole numbers: 16, 32 or 64, the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bits: Option<u8>,
    /// Decimal: the number of digits; default 38.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<u32>,
    /// Decimal: how many of them stand behind the point; default 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// Whether it may be null.
    pub nullable: bool,
    /// What the database puts in where an insert leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// Whether the database numbers the rows by it.
    pub identity: bool,
    /// Whether it takes no other number, where it can be told so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_always: Option<bool>,
    /// Whether no two rows may have the same value.
    pub unique: bool,
    /// The only values it may have (an enum).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// Text: the rules by which it is compared and sorted; a name the database knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<Identifier>,
    /// What it is for, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What the database computes it from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
}

/// How a generated column is computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Generated {
    /// The expression.
    pub sql: Vec<DdlPart>,
    /// Whether it is computed when the row is written, and not when it is read.
    pub stored: bool,
}

/// A piece of an expression that the user wrote. There are no values: DDL binds none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum DdlPart {
    /// SQL as it stands.
    Text {
        /// The text.
        text: String,
    },
    /// A name, or several with dots between them.
    Identifier {
        /// The names.
        names: Vec<Identifier>,
    },
}

/// A condition that each row of a table meets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// Its name; made of the table's and the columns' without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Identifier>,
    /// The columns it belongs to; none: the table as a whole.
    pub columns: Vec<Identifier>,
    /// The condition.
    pub sql: Vec<DdlPart>,
}

/// What the database puts into a column that an insert leaves out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum DefaultValue {
    /// Null.
    Null,
    /// True or false.
    Boolean {
        /// The value.
        value: bool,
    },
    /// A whole number, in decimal digits: JSON numbers end at 2^53.
    Int {
        /// The digits.
        value: String,
    },
    /// A double.
    Float {
        /// The value.
        value: f64,
    },
    /// Text; for dates, decimals, UUIDs and JSON their text form.
    Text {
        /// The text.
        value: String,
    },
    /// The current instant or day, in UTC.
    Now,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Index {
    /// Its name; made of the table's and the columns' without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Identifier>,
    /// What it sorts by, in order.
    pub keys: Vec<IndexKey>,
    /// Whether no two rows in it may have the same keys.
    pub unique: bool,
    /// Which rows are in it; all of them without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Vec<DdlPart>>,
}

/// What an index sorts by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum IndexKey {
    /// A column.
    Column {
        /// The column.
        column: Identifier,
        /// Whether the largest value comes first.
        descending: bool,
    },
    /// An expression.
    Expression {
        /// The expression.
        sql: Vec<DdlPart>,
        /// Whether the largest value comes first.
        descending: bool,
    },
}

impl Index {
    /// The columns it sorts by.
    pub(crate) fn columns(&self) -> Vec<Identifier> {
        let columns = self.keys.iter().filter_map(|key| match key {
            IndexKey::Column { column, .. } => Some(column.clone()),
            IndexKey::Expression { .. } => None,
        });
        columns.collect()
    }

    /// What its name ends in where it is made up.
    pub(crate) fn kind(&self) -> &'static str {
        if self.unique { "unique" } else { "index" }
    }

    /// Whether an expression is among its keys.
    pub(crate) fn has_expression(&self) -> bool {
        self.keys.iter().any(|key| matches!(key, IndexKey::Expression { .. }))
    }
}

/// A unique key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct UniqueKey {
    /// Its name; made of the table's and the columns' without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Identifier>,
    /// Its columns, in order.
    pub columns: Vec<Identifier>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ForeignKey {
    /// Its name; made of the table's and the columns' without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Identifier>,
    /// The columns here.
    pub columns: Vec<Identifier>,
    /// The table they refer to.
    pub references: TableRef,
    /// The columns there, one for each here.
    pub referenced_columns: Vec<Identifier>,
    /// What happens here when a row there is deleted; default: it cannot be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<ReferentialAction>,
    /// What happens here when a key there changes; default: it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_update: Option<ReferentialAction>,
}

/// What happens to rows that refer to one which is deleted or changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ReferentialAction {
    /// The change is refused, at the end of the statement or transaction.
    NoAction,
    /// The change is refused at once.
    Restrict,
    /// They are deleted or changed too.
    Cascade,
    /// They refer to nothing afterwards.
    SetNull,
}

const DEFAULT_PRECISION: u32 = 38;
const DEFAULT_SCALE: u32 = 10;

/// The number of digits of a decimal column.
pub(crate) fn precision(column: &Column) -> u32 {
    column.precision.unwrap_or(DEFAULT_PRECISION)
}

/// How many of them stand behind the point. A precision alone means whole numbers, as in SQL.
pub(crate) fn scale(column: &Column) -> u32 {
    column.scale.unwrap_or(if column.precision.is_some() { 0 } else { DEFAULT_SCALE })
}

impl ReferentialAction {
    pub(crate) fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
        }
    }
}
