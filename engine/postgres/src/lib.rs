//! PostgreSQL through pipelined sessions.
//!
//! A statement is prepared once per connection *without* declared parameter types: the server says
//! what it expects in each place, and the value is encoded to that (`bind`). Results come in the
//! binary format and are decoded by a plan made once per result (`decode`).

mod arguments;
mod array;
mod bind;
mod cancel;
mod connect;
mod connection;
mod decode;
mod driver;
mod error;
mod execute;
mod form;
mod interval;
mod numeric;
mod passfile;
mod pgbouncer;
mod prepared;
mod rendered;
mod shared;
mod statement;
mod stopping;
mod textual;
mod tls;
mod transaction;
mod types;
mod url;

pub use connect::connect;
pub use driver::PostgresDriver;
