//! The one error type of the engine and the closed list of its codes.
//!
//! Every failure a user can meet carries an [`ErrorCode`]. The list is the single source for both
//! languages: the TypeScript union and the table behind `VersaError` are generated from it.

mod code;
mod error;

pub use code::ErrorCode;
pub use error::{Error, Result};
