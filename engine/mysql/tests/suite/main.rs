//! The cases of every driver, run on MySQL or MariaDB, and those of this driver alone.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what went wrong by failing"
)]

mod database;
mod fake_server;
mod hostile;
mod login;
mod own_errors;
mod own_server;
mod own_types;
mod packets;
mod plugins;
mod sessions;

use database::Mysql;

versa_driver_suite::suite!(Mysql);
versa_driver_suite::server_suite!(Mysql);
