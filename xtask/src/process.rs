//! Starts other programs and turns what goes wrong into a message with the cure.

use std::{
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use anyhow::{Context, Result, bail};

/// The command line as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|it| it.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs to the end and gives standard output back.
///
/// # Errors
/// When the program is missing or fails; the message holds the end of what it printed.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = output(command)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let mut printed = String::from_utf8_lossy(&output.stdout).into_owned();
    printed.push_str(&String::from_utf8_lossy(&output.stderr));
    bail!("`{}` failed ({})\n{}", line(command), output.status, tail(&printed, 20))
}

/// Whether the program runs and succeeds; what it prints is thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok_and(|it| it.status.success())
}

/// The program of this name on the path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|it| it.join(program)).find(|it| it.is_file())
}

/// The last lines of a text.
pub(crate) fn tail(text: &str, n_lines: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(n_lines)..].join("\n")
}

fn output(command: &mut Command) -> Result<Output> {
    let started = command.stdin(Stdio::null()).output();
    started.with_context(|| {
        let program = command.get_program().to_string_lossy().into_owned();
        format!("cannot start `{program}`; is it installed?")
    })
}
