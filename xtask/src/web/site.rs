//! The documentation site around the planner: pages, search, and how long they take.

use std::{
    path::PathBuf,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use super::npm;
use crate::{paths::Paths, process};

/// So long the site may take, compiled and without the planner.
const BUDGET: Duration = Duration::from_secs(5);

/// Parts of pagefind that are for its own look; ours calls the index.
const UNUSED: &[&str] = &[
    "pagefind-component-ui.css",
    "pagefind-component-ui.js",
    "pagefind-highlight.js",
    "pagefind-modular-ui.css",
    "pagefind-modular-ui.js",
    "pagefind-ui.css",
    "pagefind-ui.js",
];

/// Where the site lies.
pub(crate) fn folder(paths: &Paths) -> PathBuf {
    paths.target.join("site")
}

/// Builds the site around the planner that is in `web/dist`.
///
/// # Errors
/// When a page has a dead link, is too heavy, or the build takes too long.
pub(crate) fn build(paths: &Paths, options: &[&str]) -> Result<()> {
    compile(paths)?;
    let mut took = once(paths, options)?;
    if BUDGET < took {
        // Other programs may have had the machine.
        took = once(paths, options)?;
    }
    eprintln!("{}: {:.1} s", folder(paths).display(), took.as_secs_f64());
    ensure!(took <= BUDGET, "the site takes {:.1} s", took.as_secs_f64());
    if !options.contains(&"--base-url") {
        eprintln!(
            "no sitemap.xml, and 404.html is for the top of a host: `--base-url URL` cures both"
        );
    }
    Ok(())
}

/// Serves the site, and builds it again when a page changes; the search keeps what it knew.
///
/// # Errors
/// When it cannot be built or served.
pub(crate) fn serve(paths: &Paths, options: &[&str]) -> Result<ExitCode> {
    build(paths, options)?;
    let status = site(paths, "serve", options).status().context("cannot start hnswkit-site")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compile(paths: &Paths) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package=hnswkit-site"]).current_dir(&paths.root);
    ensure!(cargo.status().context("cannot start cargo")?.success(), "hnswkit-site has errors");
    Ok(())
}

fn once(paths: &Paths, options: &[&str]) -> Result<Duration> {
    let started = Instant::now();
    if !site(paths, "build", options).status().context("cannot start hnswkit-site")?.success() {
        bail!("the site has errors");
    }
    let pagefind = folder(paths).join("pagefind");
    if pagefind.exists() {
        std::fs::remove_dir_all(&pagefind)?;
    }
    let mut index = npm::program(&paths.web(), "pagefind");
    index.arg("--site").arg(folder(paths)).args(["--output-subdir", "pagefind"]);
    process::capture(&mut index)?;
    for it in UNUSED {
        std::fs::remove_file(pagefind.join(it))?;
    }
    Ok(started.elapsed())
}

fn site(paths: &Paths, command: &str, options: &[&str]) -> Command {
    let mut site = Command::new(paths.target.join("debug/hnswkit-site"));
    site.arg(command).arg("--out").arg(folder(paths));
    site.arg("--planner").arg(paths.web().join("dist")).args(options).current_dir(&paths.root);
    site
}
