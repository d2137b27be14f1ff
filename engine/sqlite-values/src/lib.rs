//! What SQLite keeps, whichever way it is reached: how values are bound, cells decoded, decimals
//! compared and failures named. The native driver and the one in the browser share it, so that a
//! value is the same to the byte in both.

mod bound;
mod cell;
mod decimal;
mod declared;
mod decode;
mod failure;

pub use bound::{Bound, bound, check_slots, stored};
pub use cell::Cell;
pub use decimal::{DecimalSum, add_decimals, compare_decimals};
pub use declared::declared_type;
pub use decode::decode_cell;
pub use failure::failure;
