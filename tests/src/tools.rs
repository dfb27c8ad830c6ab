//! Tools that the tests run; `cargo xtask tools` installs them.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anyhow::{Context, Result, bail, ensure};

/// A command of the tools folder, or an error that says how to get it.
pub fn tool(name: &str) -> Result<Command> {
    let folder = tools().context(
        "HNSWKIT_TOOLS is not set: eval \"$(cargo xtask tools)\" installs the tools and sets it",
    )?;
    let path = folder.join("bin").join(name);
    ensure!(path.exists(), "{} does not exist; run cargo xtask tools", path.display());
    Ok(Command::new(path))
}

/// A program of PostgreSQL's beside the `psql` of the tools.
pub fn client_tool(name: &str) -> Result<Command> {
    let psql = tool("psql")?;
    let psql = Path::new(psql.get_program()).canonicalize()?;
    let path = psql.with_file_name(name);
    ensure!(path.exists(), "{} does not exist", path.display());
    Ok(Command::new(path))
}

/// A program of the machine, if it is there: what Debian packages bring.
#[must_use]
pub fn program(name: &str) -> Option<Command> {
    let path = std::env::var_os("PATH")?;
    // Servers lie where only root's path goes.
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    Some(Command::new(folders.map(|it| it.join(name)).find(|it| it.is_file())?))
}

/// Our own command: `HNSWKIT_COMMAND`, or what `cargo build -p hnswkit-cli` leaves.
pub(crate) fn hnswkit() -> Result<PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/hnswkit");
    let path = std::env::var_os("HNSWKIT_COMMAND").map_or(built, PathBuf::from);
    ensure!(path.exists(), "{} does not exist; run cargo build -p hnswkit-cli", path.display());
    Ok(path)
}

/// The folder of the tools, when the environment names one.
#[must_use]
pub fn tools() -> Option<PathBuf> {
    std::env::var_os("HNSWKIT_TOOLS").map(PathBuf::from)
}

/// Runs the command in a folder; its output, or all it printed as the error.
pub fn run_in(folder: &Path, command: &mut Command) -> Result<String> {
    let output = output_in(folder, command)?;
    let text = text(&output);
    if !output.status.success() {
        bail!("{command:?}: {}\n{text}", output.status);
    }
    Ok(text)
}

/// Runs the command in a folder, whether it succeeds or not.
pub fn output_in(folder: &Path, command: &mut Command) -> Result<Output> {
    command.current_dir(folder).output().with_context(|| format!("cannot run {command:?}"))
}

/// What a command printed, on both streams.
#[must_use]
pub fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}
