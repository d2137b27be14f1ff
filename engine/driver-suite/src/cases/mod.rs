//! The cases, by what they are about. Each fails by panicking.

#![allow(missing_docs, reason = "the name of a case says what has to hold")]

pub mod bulk;
pub mod errors;
pub mod lists;
pub mod pool;
pub mod server;
pub mod streams;
pub mod transactions;
pub mod types;
