//! What the estimates say against what servers do, over a grid of indexes.
//!
//! As a test it builds the small grid on every server. `cargo xtask accuracy` builds the whole
//! one, and writes what it measured and the page about it.

#[path = "accuracy/mod.rs"]
mod grid;

use std::process::ExitCode;

fn main() -> ExitCode {
    grid::main()
}
