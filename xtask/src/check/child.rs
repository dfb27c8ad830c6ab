//! Runs a step's program, passes its output through, and counts its tests.

use std::{
    io::{self, BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use super::tally::Tally;
use crate::process;

/// Runs to the end; what is printed on the way goes where ours goes.
///
/// # Errors
/// When the program cannot be started or fails.
pub(crate) fn run(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let line = process::line(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut bytes = Vec::new();
        while output.read_until(b'\n', &mut bytes)? > 0 {
            let text = String::from_utf8_lossy(&bytes);
            tally.read(text.trim_end());
            // Where nobody can take our output (the disk of a log is full), the tests go on: what
            // they are worth is the exit code.
            drop(io::stdout().write_all(&bytes));
            bytes.clear();
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}
