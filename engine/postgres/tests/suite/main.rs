//! The cases of every driver, run on PostgreSQL, and those of this driver alone.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what went wrong by failing"
)]

mod database;
mod own_errors;
mod own_types;
mod pipeline;
mod protocol;
mod tls;
use database::Postgres;

versa_driver_suite::suite!(Postgres);
versa_driver_suite::server_suite!(Postgres);
