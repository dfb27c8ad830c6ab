//! The migration tools themselves run what the formats write: up, status, down, up.
//!
//! `cargo xtask formats` installs them; `cargo test -p hnswkit-tests --test formats -- django`.

#[path = "formats/mod.rs"]
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    table::holds();
    hnswkit_tests::run_migrators(table::MIGRATORS, table::OWN)
}
