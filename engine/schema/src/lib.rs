//! The schema model and its DDL.
//!
//! Models say what tables there are ([`Table`]); this crate writes the statements that create and
//! drop them, in an order that respects foreign keys.

mod check;
mod create;
mod dialect;
mod drop;
mod literal;
mod model;
mod names;
mod order;

pub use create::create_tables;
pub use drop::drop_tables;
pub use model::{
    Check, Column, DdlPart, DefaultValue, ForeignKey, Generated, Index, IndexKey,
    ReferentialAction, Table, UniqueKey,
};
