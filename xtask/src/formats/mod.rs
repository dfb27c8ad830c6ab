//! `cargo xtask formats`: the migration tools themselves run what we write for them.

mod install;
mod table;

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use table::{TOOLS, Tool};

use crate::{paths::Paths, servers};

/// `cargo xtask formats [--all] [--install] [TOOL…]`.
///
/// # Errors
/// On an unknown tool, when one cannot be installed, or no server can be started.
pub(crate) fn run(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    let (flags, names): (Vec<&str>, Vec<&str>) = args.iter().partition(|it| it.starts_with("--"));
    if let Some(unknown) = flags.iter().find(|it| !["--all", "--install"].contains(it)) {
        bail!("there is no `{unknown}`; usage: cargo xtask formats [--all] [--install] [TOOL…]");
    }
    prepare(paths, flags.contains(&"--all"), &names)?;
    if flags.contains(&"--install") {
        return Ok(ExitCode::SUCCESS);
    }
    servers::start(paths, servers::Selection::OldestAndNewest)?;
    // The test runner takes one filter at a time.
    let filters: Vec<Option<String>> = match names.as_slice() {
        [] => vec![None],
        _ => names.iter().map(|it| Some(it.replace('-', "_"))).collect(),
    };
    let mut passed = true;
    for filter in filters {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--package", "hnswkit-tests", "--test", "formats", "--"]);
        cargo.args(filter).current_dir(&paths.root);
        cargo.env("HNSWKIT_FORMATS", paths.formats());
        cargo.env("HNSWKIT_TEST_SERVERS", servers::env_value(paths)?);
        passed &= cargo.status()?.success();
    }
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Installs the tools of these names, or all that need not be compiled, or all.
///
/// # Errors
/// When there is no such tool, or one cannot be installed.
pub(crate) fn prepare(paths: &Paths, all: bool, names: &[&str]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| TOOLS.iter().all(|it| it.name != **name)) {
        let known: Vec<&str> = TOOLS.iter().map(|it| it.name).collect();
        bail!("there is no tool `{unknown}`; there are {}", known.join(", "));
    }
    let wanted = |it: &&Tool| match names {
        [] => all || !it.is_compiled(),
        _ => names.contains(&it.name),
    };
    TOOLS.iter().filter(wanted).try_for_each(|it| install::install(paths, it))
}
