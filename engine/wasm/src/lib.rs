//! The engine where there is no native one: it compiles queries and tells how values go into a
//! SQLite and come out of it. JavaScript runs the statements between the two, on whichever SQLite
//! there is.
//!
//! ```text
//! prepare(query JSON) ─▶ plan ─▶ bind(plan, params) ─▶ SQL and cells ─▶ … SQLite …
//!                                 packed rows ◀─ decode(plan, cells) ◀─────┘
//! ```
//!
//! Every failure is thrown as the error's JSON, as the native addon gives it.

#![allow(unreachable_pub, reason = "what is public here is JavaScript's")]

mod bindings;
mod cells;
mod compiler;
mod decimals;
mod insight;
mod rows;
mod sqlite;
mod thrown;
