//! The protocol of MySQL and MariaDB, from the socket up.
//!
//! ```text
//! socket ──▶ incoming: whole packets in one buffer ──▶ fields, replies, rows
//! socket ◀── outgoing: one write for all commands  ◀── command
//! ```
//!
//! Packets are looked at where they were received: a row is decoded from the buffer of the socket
//! and copied once, into its chunk. Whatever the server sends, each look at it is checked: what
//! does not fit is a [`Failure`], after which the connection is thrown away.

pub(crate) mod capability;
pub(crate) mod channel;
pub(crate) mod column;
pub(crate) mod command;
pub(crate) mod failure;
pub(crate) mod fields;
mod incoming;
pub(crate) mod outgoing;
pub(crate) mod reply;
pub(crate) mod socket;

pub(crate) use channel::Channel;
pub(crate) use failure::{Failure, ServerError};
pub(crate) use fields::Fields;

/// The most that one packet of the wire holds. A longer one goes on in the next.
const MAX_PAYLOAD: usize = 0xff_ff_ff;
