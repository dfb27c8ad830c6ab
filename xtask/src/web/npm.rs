//! Packages from npm, exactly those of `web/package-lock.json`.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{debian, paths::Paths, process};

/// Installs the packages unless they are there.
///
/// # Errors
/// When there is no npm, or the registry cannot be reached.
pub(crate) fn prepare(paths: &Paths) -> Result<()> {
    let web = paths.web();
    let wanted = std::fs::read_to_string(web.join("package-lock.json"))
        .context("there is no web/package-lock.json")?;
    let mark = web.join("node_modules/.hnswkit-lock");
    if std::fs::read_to_string(&mark).is_ok_and(|it| it == wanted) {
        return Ok(());
    }
    if process::find("npm").is_none() {
        debian::need(&["nodejs", "npm"], "the browser page")?;
    }
    eprintln!("npm ci (the packages of web/package-lock.json)");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&web);
    process::capture(&mut npm).context("is the npm registry reachable (`npm ping`)?")?;
    std::fs::write(mark, wanted)?;
    Ok(())
}

/// A program of the installed packages, to be run in `web`.
pub(crate) fn program(web: &Path, name: &str) -> Command {
    let mut command = Command::new(web.join("node_modules/.bin").join(name));
    command.current_dir(web);
    command
}
