use serde::{Deserialize, Serialize};
use versa_ast::{Identifier, Select, TableRef};

use crate::model::{DdlPart, DefaultValue, Index};

/// A view as its model describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The view.
    pub view: TableRef,
    /// The columns that its model reads.
    pub columns: Vec<Identifier>,
    /// What its rows are; only needed to create it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<ViewDefinition>,
    /// Whether the rows are kept until the view is refreshed.
    pub materialized: bool,
    /// The indexes of the kept rows.
    pub indexes: Vec<Index>,
}

/// What the rows of a view are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ViewDefinition {
    /// The user's own query.
    Sql {
        /// Its text.
        sql: Vec<DdlPart>,
    },
    /// A query.
    Query {
        /// The query.
        query: Box<Select>,
        /// The values of its parameters, which become literals: a definition binds none.
        values: Vec<ViewValue>,
    },
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum ViewValue {
    /// One value.
    One(DefaultValue),
    /// A list.
    List(Vec<DefaultValue>),
}
