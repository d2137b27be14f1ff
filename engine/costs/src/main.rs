//! `versa-costs SCENARIO COUNT` runs a scenario of the engine's hot path COUNT times and prints how
//! many allocations that took; `versa-costs` prints the scenarios. Instructions are counted from
//! outside, by callgrind: see `scripts/costs.mjs`.

mod allocations;
mod scenarios;

use std::process::ExitCode;

use versa_error::{Error, Result};

use crate::scenarios::{SCENARIOS, scenario};

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "a program says why it fails")]
            {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout, reason = "the output of a program")]
fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        SCENARIOS.iter().for_each(|name| println!("{name}"));
        return Ok(());
    };
    let count: usize = arguments
        .next()
        .and_then(|count| count.parse().ok())
        .ok_or_else(|| Error::internal("the number of runs is missing"))?;
    let mut work = scenario(&name)?;
    // Statements are prepared and buffers are there from now on.
    for run in 0..3 {
        work(run)?;
    }
    let before = allocations::count();
    for run in 0..count {
        work(3 + run)?;
    }
    println!("{}", allocations::count() - before);
    Ok(())
}
