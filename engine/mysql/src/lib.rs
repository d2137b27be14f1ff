//! MySQL and MariaDB through a pool of sqlx connections.
//!
//! Values are bound in the binary protocol (`bind`), results decoded from it by a plan made once
//! per result (`decode`). A zero date (`0000-00-00`), which is no date, is null.

mod bind;
mod connect;
mod connection;
mod decode;
mod driver;
mod error;
mod execute;
mod statement;
mod temporal;
mod transaction;
mod types;

pub use connect::connect;
pub use driver::MysqlDriver;
