//! `cargo run -p versa-xtask -- codegen [--check]`
//!
//! Writes the TypeScript files that mirror the engine's data (the AST, the error codes and the
//! tags of packed cells) and the list of codes in the page on errors. With `--check` it writes
//! nothing and fails where a file is stale.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program")]

mod codegen;
mod errors;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["codegen"] => report(codegen::write()),
        ["codegen", "--check"] => report(codegen::check()),
        _ => {
            eprintln!("usage: cargo run -p versa-xtask -- codegen [--check]");
            ExitCode::from(2)
        }
    }
}

fn report(result: Result<String, String>) -> ExitCode {
    match result {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
