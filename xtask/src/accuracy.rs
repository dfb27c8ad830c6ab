//! `cargo xtask accuracy`: what the estimates say against what servers do, over a grid of indexes.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::{paths::Paths, servers};

/// What can be done, with the word that the harness knows it by.
const MODES: &[(&str, &str)] = &[
    ("--full", "full"),
    ("--judge", "judge"),
    ("--more", "more"),
    ("--small", "small"),
    ("--fit", "fit"),
    ("--page", "page"),
];

/// `cargo xtask accuracy [--full | --judge | --more | --small | --fit | --page]`.
///
/// `--judge` builds one half of the grid: that which the model of time was not
/// fitted to. `--more` builds what the table lacks.
///
/// # Errors
/// On an unknown flag, or when no server can be started.
pub(crate) fn run(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    let flag = match args {
        [] => "--full",
        [one] => one,
        _ => bail!(
            "usage: cargo xtask accuracy [--full | --judge | --more | --small | --fit | --page]"
        ),
    };
    let Some((_, mode)) = MODES.iter().find(|(it, _)| *it == flag) else {
        bail!("there is no `{flag}`; there are --full, --judge, --more, --small, --fit and --page")
    };
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--package", "hnswkit-tests", "--test", "accuracy"]);
    cargo.current_dir(&paths.root).env("HNSWKIT_ACCURACY", mode);
    if matches!(*mode, "full" | "judge" | "more" | "small") {
        servers::start(paths, servers::Selection::All)?;
        cargo.env("HNSWKIT_TEST_SERVERS", servers::env_value(paths)?);
    }
    Ok(if cargo.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
