//! The browser page: the core as WebAssembly, the packages from npm, the site as files.

mod chromium;
mod npm;
mod page;
mod sizes;
mod toolchain;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

pub(crate) use self::{chromium::need as need_chromium, page::test, wasm::check};
use crate::paths::Paths;

/// `cargo xtask wasm`: the core for the page, in `web/src/core/generated`.
///
/// # Errors
/// When something cannot be installed or built.
pub(crate) fn run_wasm(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    if !args.is_empty() {
        bail!("usage: cargo xtask wasm");
    }
    npm::prepare(paths)?;
    wasm::build(paths)?;
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask site [--serve]`: the page as files that any static host serves.
///
/// # Errors
/// When something cannot be installed or built.
pub(crate) fn run_site(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    let serve = match args {
        [] => false,
        ["--serve"] => true,
        _ => bail!("usage: cargo xtask site [--serve]"),
    };
    build(paths)?;
    if serve { page::serve(paths) } else { Ok(ExitCode::SUCCESS) }
}

/// Builds the page, and weighs it.
///
/// # Errors
/// When something cannot be installed or built, or is too heavy.
pub(crate) fn build(paths: &Paths) -> Result<()> {
    npm::prepare(paths)?;
    wasm::build(paths)?;
    page::build(paths)?;
    sizes::check(paths)
}
