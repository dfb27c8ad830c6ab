//! The monitoring pack in the hands of the programs that it is for.

#[path = "monitoring/mod.rs"]
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    hnswkit_tests::run_with(table::PROGRAMS, &[table::SUITE])
}
