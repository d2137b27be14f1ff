//! The queries whose costs are counted (`versa-costs`) and measured (`benches/compile.rs`).

pub mod queries;
