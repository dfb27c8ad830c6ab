//! The pure crates compile for the browser.

use std::process::Command;

use anyhow::Result;

use super::{child, tally::Tally};
use crate::{debian, paths::Paths, process};

/// The target of browsers.
const TARGET: &str = "wasm32-unknown-unknown";

/// The crates that the page uses.
const PACKAGES: &[&str] = &["--package=hnswkit-core", "--package=hnswkit-api"];

/// Checks the pure crates for wasm32.
///
/// # Errors
/// When they do not compile, or the target cannot be had.
pub(crate) fn check(paths: &Paths, tally: &mut Tally) -> Result<()> {
    let mut cargo = if target_is_there() { rustup() } else { debians()? };
    cargo.args(["check", "--quiet", "--target", TARGET]).args(PACKAGES);
    cargo.arg("--target-dir").arg(paths.wasm());
    child::run(&mut cargo, tally)
}

/// Whether rustup has the target, or can get it.
fn target_is_there() -> bool {
    let installed =
        process::capture(Command::new("rustup").args(["target", "list", "--installed"]));
    installed.is_ok_and(|it| it.lines().any(|it| it == TARGET))
        || process::succeeds(
            Command::new("timeout").args(["120", "rustup", "target", "add", TARGET]),
        )
}

fn rustup() -> Command {
    Command::new("cargo")
}

/// Debian's own Rust and the sources of its standard library.
fn debians() -> Result<Command> {
    eprintln!("rustup cannot add {TARGET}: fall back to Debian's Rust for the web");
    debian::need(&["rustc-web", "cargo-web", "rust-web-src"], "the check for wasm32")?;
    let mut cargo = Command::new("/usr/bin/cargo");
    // Cargo sets these for what it runs; they name rustup's tools.
    for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC_WRAPPER"] {
        cargo.env_remove(name);
    }
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    cargo.arg("-Zbuild-std=std,panic_abort");
    Ok(cargo)
}
