use serde::{Deserialize, Serialize};

use crate::{Expr, Identifier, LogicalType};

/// Reads rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct Select {
    /// Whether equal rows are returned once.
    pub distinct: Option<bool>,
    /// What is returned; one column at least.
    #[cfg_attr(feature = "typescript", ts(optional = false))]
    pub columns: Vec<OutputColumn>,
    /// Where the rows come from; a query without it returns one row.
    pub from: Option<Source>,
    /// Further sources, joined from left to right.
    pub joins: Option<Vec<Join>>,
    /// The condition rows must meet.
    pub filter: Option<Expr>,
    /// The expressions rows are grouped by.
    pub group_by: Option<Vec<Expr>>,
    /// The condition groups must meet.
    pub having: Option<Expr>,
    /// The order of the rows.
    pub order_by: Option<Vec<Order>>,
    /// The largest number of rows.
    pub limit: Option<Expr>,
    /// How many rows are left out first.
    pub offset: Option<Expr>,
    /// How the rows are locked until the transaction ends; not at all without it.
    pub lock: Option<Lock>,
}

/// A lock of the rows that a query returns. A database with one writer at a time has it for the
/// whole transaction anyway, so that nothing is to be written there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// Against whom.
    pub strength: LockStrength,
    /// What happens to rows that somebody else has locked; without it the query waits for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<LockedRows>,
    /// The only source whose rows are locked, where the database can tell them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Identifier>,
}

/// Against whom rows are locked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LockStrength {
    /// Nobody else writes or locks them.
    Update,
    /// Nobody else writes them; others may lock them in the same way.
    Share,
}

/// What happens to rows that somebody else has locked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LockedRows {
    /// They are left out.
    Skip,
    /// The query fails at once.
    Fail,
}

/// One column of a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct OutputColumn {
    /// What is computed.
    pub expr: Expr,
    /// Its name in the result; a plain column keeps its own without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<Identifier>,
    /// How it is decoded; without it the database's own type decides.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub logical_type: Option<LogicalType>,
}

/// A table by its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct TableRef {
    /// The table's name.
    pub name: Identifier,
    /// The schema (MySQL: database) it lives in; the connection's default without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Identifier>,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Source {
    /// A table or a view.
    Table {
        /// The table.
        table: TableRef,
        /// Its name within the query.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alias: Option<Identifier>,
    },
    /// The rows of another query.
    Query {
        /// The query.
        query: Box<Select>,
        /// Its name within the outer query.
        alias: Identifier,
    },
}

/// A further source and how its rows are matched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Join {
    /// The kind of join.
    pub kind: JoinKind,
    /// What is joined.
    pub source: Source,
    /// The condition; every kind but `cross` needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Expr>,
}

/// The kinds of join.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum JoinKind {
    /// Only rows with a match on both sides.
    Inner,
    /// All rows of the left side.
    Left,
    /// All rows of the right side.
    Right,
    /// All rows of both sides.
    Full,
    /// Each row with each.
    Cross,
}

/// One criterion of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// What is compared.
    pub expr: Expr,
    /// Upwards or downwards.
    pub direction: Direction,
    /// Where nulls go; without it where the database puts them: PostgreSQL takes null for the
    /// largest value, the others for the smallest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<Nulls>,
    /// What is compared, where it is computed and the builder knows.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub logical_type: Option<LogicalType>,
}

/// The direction of an order: a closed list, never text from a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

/// Where nulls go in an order.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Nulls {
    /// Before every value.
    First,
    /// After every value.
    Last,
}
