//! The program; all that it does is in the library.

use std::process::ExitCode;

/// Reading 10 MB of SQL takes and gives back millions of small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    hnswkit_cli::run()
}
