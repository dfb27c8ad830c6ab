//! The browser page: the core as WebAssembly, the packages from npm, the site as files.

mod chromium;
mod npm;
mod page;
mod site;
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

/// `cargo xtask site [--serve] [--base-url URL] [--repository URL]`: planner and documentation as
/// files that any static host serves, in `target/site`.
///
/// # Errors
/// When something cannot be installed or built.
pub(crate) fn run_site(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    let mut serve = false;
    let mut options = vec![];
    let mut args = args.iter();
    while let Some(it) = args.next() {
        match (*it, args.as_slice().first()) {
            ("--serve", _) => serve = true,
            ("--base-url" | "--repository", Some(url)) => {
                options.extend([*it, *url]);
                args.next();
            }
            _ => bail!("usage: cargo xtask site [--serve] [--base-url URL] [--repository URL]"),
        }
    }
    // Who writes a page does not wait for the planner.
    if !(serve && paths.web().join("dist/index.html").exists()) {
        build(paths)?;
    }
    if serve {
        return site::serve(paths, &options);
    }
    build_site(paths, &options)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the documentation around the planner that was built.
///
/// # Errors
/// When a page has a dead link, is too heavy, or the build takes too long.
pub(crate) fn build_site(paths: &Paths, options: &[&str]) -> Result<()> {
    npm::prepare(paths)?;
    site::build(paths, options)
}

/// Builds the planner, and weighs it.
///
/// # Errors
/// When something cannot be installed or built, or is too heavy.
pub(crate) fn build(paths: &Paths) -> Result<()> {
    npm::prepare(paths)?;
    wasm::build(paths)?;
    page::build(paths)?;
    sizes::check(paths)
}
