//! What is said of connection poolers, with a real one in between.

#[path = "pooler/mod.rs"]
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    hnswkit_tests::run_with(table::PROGRAMS, &[table::SUITE])
}
