//! `cargo xtask env`: what the tests need to know, for a shell's `eval`.

use std::process::ExitCode;

use anyhow::Result;

use crate::{container, paths::Paths, servers};

/// Prints an `export` line for everything that has been prepared.
///
/// # Errors
/// When the servers' owner cannot be found.
pub(crate) fn run(paths: &Paths, _: &[&str]) -> Result<ExitCode> {
    println!("export HNSWKIT_TEST_SERVERS='{}'", servers::env_value(paths)?);
    if paths.tools().join("requirements.txt").exists() {
        println!("export HNSWKIT_TOOLS='{}'", paths.tools().display());
    }
    if paths.formats().is_dir() {
        println!("export HNSWKIT_FORMATS='{}'", paths.formats().display());
    }
    if container::is_there() {
        println!("export HNSWKIT_TEST_CONTAINER='{}'", container::TAG);
    }
    Ok(ExitCode::SUCCESS)
}
