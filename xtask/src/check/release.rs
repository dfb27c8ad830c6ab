//! The command as users get it stays small.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{child, tally::Tally};
use crate::paths::Paths;

/// What the stripped command may weigh.
const BUDGET: u64 = 12 * 1000 * 1000;

/// Builds the release and weighs it.
///
/// # Errors
/// When it does not build, or is too large.
pub(crate) fn check(paths: &Paths, tally: &mut Tally) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--release", "--package=hnswkit-cli"]);
    child::run(&mut cargo, tally)?;
    let file = paths.target.join("release/hnswkit");
    let size =
        std::fs::metadata(&file).with_context(|| format!("there is no {}", file.display()))?.len();
    eprintln!("hnswkit: {size} bytes of {BUDGET}");
    ensure!(
        size <= BUDGET,
        "the command weighs {size} bytes, more than {BUDGET}; `cargo bloat` shows what grew"
    );
    Ok(())
}
