use serde::{Deserialize, Serialize};

use crate::{Identifier, LogicalType, Order, Select};

/// An expression; conditions are expressions whose value is true, false or null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Expr {
    /// A column, of one source where the name alone would be ambiguous.
    Column {
        /// The table's name or alias.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<Identifier>,
        /// The column's name.
        name: Identifier,
    },
    /// Every column (of one source).
    AllColumns {
        /// The table's name or alias.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<Identifier>,
    },
    /// The value of a parameter.
    Param {
        /// Its place in the list of parameters, from 0.
        index: u32,
        /// What it is, where the builder knows it from the column beside it.
        #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
        logical_type: Option<LogicalType>,
    },
    /// SQL's null.
    Null,
    /// A whole number that the builder itself writes (the 1 of `select 1`); never a user's value.
    Integer {
        /// The number.
        value: i32,
    },
    /// All of these; none of them: true.
    And {
        /// The conditions.
        items: Vec<Expr>,
    },
    /// One of these at least; none of them: false.
    Or {
        /// The conditions.
        items: Vec<Expr>,
    },
    /// The opposite.
    Not {
        /// The condition.
        expr: Box<Expr>,
    },
    /// A comparison of two expressions.
    Compare {
        /// How they are compared.
        op: CompareOp,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// A text pattern with `%` and `_`; a backslash escapes them on every database.
    Like {
        /// The text.
        expr: Box<Expr>,
        /// The pattern.
        pattern: Box<Expr>,
        /// Whether the text must not match.
        negated: bool,
        /// Whether upper and lower case count as equal.
        insensitive: bool,
    },
    /// Membership in a list or in the rows of a query.
    In {
        /// The value looked for.
        expr: Box<Expr>,
        /// Where it is looked for.
        values: InValues,
        /// Whether it must not be there.
        negated: bool,
    },
    /// Whether several values together are a row of a list.
    InRows {
        /// The values looked for; one at least.
        exprs: Vec<Expr>,
        /// What they are, where the builder knows; as many as values.
        #[serde(rename = "types")]
        logical_types: Vec<Option<LogicalType>>,
        /// The place of the parameter that holds the rows, from 0: a list of cells, row after row.
        index: u32,
        /// Whether they must not be there.
        negated: bool,
    },
    /// Within two bounds, both included.
    Between {
        /// The value.
        expr: Box<Expr>,
        /// The lower bound.
        low: Box<Expr>,
        /// The upper bound.
        high: Box<Expr>,
        /// Whether it must lie outside.
        negated: bool,
    },
    /// Null or not.
    IsNull {
        /// The value.
        expr: Box<Expr>,
        /// Whether it must not be null.
        negated: bool,
    },
    /// Whether a query returns a row.
    Exists {
        /// The query.
        query: Box<Select>,
        /// Whether it must return none.
        negated: bool,
    },
    /// The single value of a query.
    Subquery {
        /// The query: one column, at most one row.
        query: Box<Select>,
    },
    /// A function of the closed list.
    Function {
        /// Which one.
        name: FunctionName,
        /// Its arguments.
        args: Vec<Expr>,
        /// Whether an aggregate counts equal values once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        distinct: Option<bool>,
    },
    /// A function over the rows around a row.
    Over {
        /// The function.
        function: WindowFunction,
        /// What divides the rows into groups that do not see each other.
        #[serde(rename = "partitionBy")]
        partition_by: Vec<Expr>,
        /// The order of the rows in a group.
        #[serde(rename = "orderBy")]
        order_by: Vec<Order>,
    },
    /// Arithmetic on two numbers.
    Arithmetic {
        /// The operator.
        op: ArithmeticOp,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// The first branch whose condition holds.
    Case {
        /// The branches in order.
        branches: Vec<Branch>,
        /// The value where none holds; null without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        otherwise: Option<Box<Expr>>,
    },
    /// A conversion; the type comes from the closed list, never from text.
    Cast {
        /// The value.
        expr: Box<Expr>,
        /// What it becomes.
        #[serde(rename = "type")]
        logical_type: LogicalType,
    },
    /// In an upsert: the value that the insert proposed for a column.
    Inserted {
        /// The column.
        name: Identifier,
    },
    /// SQL text of the user with bound expressions in it.
    Raw {
        /// Text and expressions in turn.
        parts: Vec<RawPart>,
    },
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum CompareOp {
    /// Equal.
    #[serde(rename = "=")]
    Eq,
    /// Not equal.
    #[serde(rename = "!=")]
    Ne,
    /// Less.
    #[serde(rename = "<")]
    Lt,
    /// Less or equal.
    #[serde(rename = "<=")]
    Le,
    /// Greater.
    #[serde(rename = ">")]
    Gt,
    /// Greater or equal.
    #[serde(rename = ">=")]
    Ge,
}

/// Arithmetic operators. Division is the database's own: of two whole numbers it differs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ArithmeticOp {
    /// Addition.
    #[serde(rename = "+")]
    Add,
    /// Subtraction.
    #[serde(rename = "-")]
    Subtract,
    /// Multiplication.
    #[serde(rename = "*")]
    Multiply,
    /// Division.
    #[serde(rename = "/")]
    Divide,
    /// Remainder.
    #[serde(rename = "%")]
    Remainder,
}

/// The functions that mean the same on every database.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FunctionName {
    /// Number of rows or of values that are not null; without an argument: of rows.
    Count,
    /// Sum of a group.
    Sum,
    /// Mean of a group, as a double.
    Avg,
    /// Smallest value of a group.
    Min,
    /// Largest value of a group.
    Max,
    /// The first argument that is not null.
    Coalesce,
    /// Null where both arguments are equal, else the first.
    NullIf,
    /// Text in lower case.
    Lower,
    /// Text in upper case.
    Upper,
    /// Number of characters.
    Length,
    /// Text without surrounding spaces.
    Trim,
    /// Texts put together.
    Concat,
    /// The absolute value.
    Abs,
    /// Rounded, to a number of digits where there is a second argument.
    Round,
    /// The current instant in UTC.
    Now,
    /// A number by chance, another for each row: to order by.
    Random,
}

/// Functions over the rows around a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum WindowFunction {
    /// The row's place in its group, from 1.
    RowNumber,
}

/// One branch of a `case`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Branch {
    /// The condition.
    pub when: Expr,
    /// The value where it holds.
    pub then: Expr,
}

/// What `in` looks through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum InValues {
    /// A parameter that holds a list. Its length is no part of the shape: one plan serves all.
    List {
        /// Its place in the list of parameters, from 0.
        index: u32,
        /// What its items are, where the builder knows.
        #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
        logical_type: Option<LogicalType>,
    },
    /// The rows of a query with one column.
    Query {
        /// The query.
        query: Box<Select>,
    },
}

/// A piece of the user's own SQL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum RawPart {
    /// Text, written as it stands.
    Sql {
        /// The text.
        text: String,
    },
    /// An expression: a bound parameter, an identifier, a subquery.
    Expr {
        /// The expression.
        expr: Expr,
    },
}
