//! A compiler for browsers: rustup's target, else Debian's Rust for the web.

use std::process::Command;

use anyhow::Result;

use crate::{debian, process};

/// The target of browsers.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Cargo, ready to be told what to build; all but the subcommand's own arguments.
///
/// # Errors
/// When no compiler for browsers can be had.
pub(crate) fn cargo(subcommand: &str) -> Result<Command> {
    if target_is_there() {
        let mut cargo = Command::new("cargo");
        cargo.args([subcommand, "--quiet", "--target", TARGET]);
        return Ok(cargo);
    }
    debians(subcommand)
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

/// Debian's own Rust and the sources of its standard library.
fn debians(subcommand: &str) -> Result<Command> {
    eprintln!("rustup cannot add {TARGET}: fall back to Debian's Rust for the web");
    debian::need(&["rustc-web", "cargo-web", "rust-web-src"], "the page")?;
    let mut cargo = Command::new("/usr/bin/cargo");
    // Cargo sets these for what it runs; they name rustup's tools.
    for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC_WRAPPER"] {
        cargo.env_remove(name);
    }
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    // Debian has no linker for it; rustup's toolchain brings one.
    if let Ok(sysroot) = process::capture(Command::new("rustc").args(["--print", "sysroot"])) {
        let host = process::capture(Command::new("rustc").args(["--print", "host-tuple"]));
        let host = host.unwrap_or_else(|_| "x86_64-unknown-linux-gnu".to_owned());
        let linker = format!("{}/lib/rustlib/{}/bin/rust-lld", sysroot.trim(), host.trim());
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    cargo.args([subcommand, "--quiet", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
    Ok(cargo)
}
