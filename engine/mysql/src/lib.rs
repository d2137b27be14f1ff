//! MySQL and MariaDB, by their own protocol.
//!
//! A session is a socket of ours (`wire`, `login`). Values are bound in the binary protocol
//! (`bind`), rows decoded from the buffer of the socket by a plan that is kept with the prepared
//! statement (`decode`, `prepared`). A zero date (`0000-00-00`), which is no date, is null.

mod bind;
mod chunks;
mod connect;
mod connection;
mod decode;
mod driver;
mod error;
mod execute;
#[cfg(test)]
mod hostile;
mod login;
mod prepared;
mod session;
mod stopping;
mod temporal;
mod transaction;
mod types;
mod url;
mod wire;

pub use connect::connect;
pub use driver::MysqlDriver;
