use serde::{Deserialize, Serialize};

use crate::{Delete, Insert, OutputColumn, RawPart, Refresh, Select, Update, UpdateRows};

/// A whole statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Query {
    /// Reads rows.
    Select(Box<Select>),
    /// Adds rows.
    Insert(Box<Insert>),
    /// Changes rows.
    Update(Box<Update>),
    /// Changes rows, each to values of its own.
    UpdateRows(Box<UpdateRows>),
    /// Removes rows.
    Delete(Box<Delete>),
    /// Fills a materialized view anew.
    Refresh(Box<Refresh>),
    /// SQL written by the user.
    Raw(Box<RawQuery>),
}

/// A statement written by the user; its values are bound like any other's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RawQuery {
    /// SQL text and bound expressions in turn.
    pub parts: Vec<RawPart>,
    /// The result columns where the caller knows their types; else the database's types count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<OutputColumn>>"))]
    pub columns: Vec<OutputColumn>,
}
