use serde::{Deserialize, Serialize};

use crate::{Expr, Identifier, Join, LogicalType, OutputColumn, Select, TableRef};

/// Adds rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Insert {
    /// The table that gets the rows.
    pub table: TableRef,
    /// The columns that are given.
    pub columns: Vec<InsertColumn>,
    /// The rows.
    pub source: InsertSource,
    /// What happens to rows that exist already; an error without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<OnConflict>,
    /// The columns of the written rows that are returned, in the order of the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returning: Option<Vec<OutputColumn>>,
    /// The primary key, for databases whose `insert` cannot return rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Vec<Identifier>>,
}

/// A column of an insert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct InsertColumn {
    /// Its name.
    pub name: Identifier,
    /// What it holds, where the builder knows.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub logical_type: Option<LogicalType>,
}

/// Where the rows of an insert come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum InsertSource {
    /// One row; as many expressions as columns. Without columns: a row of defaults.
    Row {
        /// The expressions.
        values: Vec<Expr>,
    },
    /// Any number of rows behind one parameter: a list of cells, row after row.
    /// Their number is no part of the shape.
    Rows {
        /// The parameter's place in the list of parameters, from 0.
        index: u32,
        /// The place of a text that says of each cell whether the row gives it: `1` or `0`, then
        /// the database fills it in. Without it all are given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<u32>,
    },
    /// The rows of a query.
    Query {
        /// The query.
        query: Box<Select>,
    },
}

/// What an insert does with rows that exist already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct OnConflict {
    /// The unique columns that tell. MySQL looks at every unique key, whatever stands here.
    pub columns: Vec<Identifier>,
    /// A column that is null in the rows among which they are unique; all rows without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub living: Option<Identifier>,
    /// What happens.
    pub action: ConflictAction,
}

/// What happens to a row that exists already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ConflictAction {
    /// It stays as it is.
    Nothing,
    /// It gets these values.
    Update {
        /// The assignments; `Expr::Inserted` refers to the proposed row.
        set: Vec<Assignment>,
    },
}

/// A column and its new value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// The column.
    pub column: Identifier,
    /// Its new value.
    pub value: Expr,
}

/// Changes rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Update {
    /// The table.
    pub table: TableRef,
    /// Further sources, whose columns the values and the filter can use: inner and cross joins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<Vec<Join>>,
    /// The new values; one at least.
    pub set: Vec<Assignment>,
    /// Which rows; all without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expr>,
    /// The columns of the changed rows that are returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returning: Option<Vec<OutputColumn>>,
    /// The primary key, for databases whose `update` cannot return rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Vec<Identifier>>,
}

/// Changes rows one by one, each to values of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct UpdateRows {
    /// The table.
    pub table: TableRef,
    /// The columns by which a row is found; one at least.
    pub key: Vec<InsertColumn>,
    /// The columns that get a value of the row's own; one at least.
    pub columns: Vec<InsertColumn>,
    /// The place of the parameter that holds the rows, from 0: a list of cells, row after row,
    /// those of the key first.
    pub index: u32,
    /// Assignments that are the same for every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<Vec<Assignment>>,
    /// A condition that a row must meet besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expr>,
}

/// Removes rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    /// The table.
    pub table: TableRef,
    /// Further sources, whose columns the filter can use: inner and cross joins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<Vec<Join>>,
    /// Which rows; all without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expr>,
    /// The columns of the removed rows that are returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returning: Option<Vec<OutputColumn>>,
    /// The primary key, for databases whose `delete` cannot return rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Vec<Identifier>>,
}

/// Fills a materialized view anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Refresh {
    /// The view.
    pub view: TableRef,
    /// Whether others go on reading what it held before.
    pub concurrently: bool,
}
