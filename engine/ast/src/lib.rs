//! The query AST, the values bound to it, and identifiers: data without logic.
//!
//! TypeScript builds these nodes as JSON once per *shape* of a query; the engine compiles them
//! once. Values never stand in the AST: a node refers to a parameter by its index, so two calls
//! with other values share the AST, the plan and the SQL. The TypeScript types are generated from
//! this crate (`cargo run -p versa-xtask -- codegen`).

mod expr;
mod identifier;
mod logical_type;
mod query;
mod select;
mod value;
mod write;

pub use expr::{
    ArithmeticOp, Branch, CompareOp, Expr, FunctionName, InValues, RawPart, WindowFunction,
};
pub use identifier::{Identifier, MAX_IDENTIFIER_BYTES};
pub use logical_type::LogicalType;
pub use query::{Query, RawQuery};
pub use select::{
    Direction, Join, JoinKind, Lock, LockStrength, LockedRows, Nulls, Order, OutputColumn, Select,
    Source, TableRef,
};
pub use value::Value;
pub use write::{
    Assignment, ConflictAction, Delete, Insert, InsertColumn, InsertSource, OnConflict, Refresh,
    Update, UpdateRows,
};
