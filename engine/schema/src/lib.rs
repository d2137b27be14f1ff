//! The schema model and its DDL.
//!
//! Models say what tables there are ([`Table`]); this crate writes the statements that create and
//! drop them, in an order that respects foreign keys.

mod action;
mod check;
mod create;
mod definitions;
mod dialect;
mod drop;
mod inline;
mod literal;
mod model;
mod names;
mod order;
mod view;
mod views;

pub use action::{DdlAction, ddl};
pub use create::create_tables;
pub use definitions::{Definitions, create, drop};
pub use drop::drop_tables;
pub use model::{
    Check, Column, DdlPart, DefaultValue, ForeignKey, Generated, Index, IndexKey,
    ReferentialAction, Table, UniqueKey,
};
pub use view::{View, ViewDefinition, ViewValue};
pub use views::{create_views, drop_views};
