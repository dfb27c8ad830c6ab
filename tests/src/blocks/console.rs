//! One psql process, kept open as a reader's terminal is.

use std::{
    io::{BufRead, BufReader, Write, pipe},
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::tools::tool;

/// Ends the output of a block.
const END: &str = "--- hnswkit: the block is done ---";

/// No block takes longer.
const LIMIT: Duration = Duration::from_secs(120);

/// An open psql.
pub(super) struct Console {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Console {
    /// Connects; the server sees `name` as its application_name.
    pub(super) fn open(url: &str, name: &str) -> Result<Self> {
        let (output, printed) = pipe()?;
        let mut command = tool("psql")?;
        command.args([url, "--no-psqlrc", "--set", "VERBOSITY=default"]);
        command.env("PGAPPNAME", name).env("PGOPTIONS", "-c client_min_messages=notice");
        command.env("LC_ALL", "C.UTF-8").env("PAGER", "");
        command.stdin(Stdio::piped()).stdout(printed.try_clone()?).stderr(printed);
        let mut child = command.spawn().context("cannot start psql")?;
        // It holds the writing end of the pipe.
        drop(command);
        let input = child.stdin.take().context("psql has no standard input")?;
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, input, lines })
    }

    /// Types a block, and does not wait.
    pub(super) fn send(&mut self, text: &str) -> Result<()> {
        let typed = format!("{text}\n\\echo '{END}'\n");
        self.input.write_all(typed.as_bytes()).context("psql has ended")?;
        self.input.flush().context("psql has ended")
    }

    /// What psql printed for the oldest block that was not received yet.
    pub(super) fn receive(&mut self) -> Result<String> {
        let mut text = String::new();
        loop {
            match self.lines.recv_timeout(LIMIT) {
                Ok(line) if line == END => return Ok(text),
                Ok(line) => {
                    text.push_str(&line);
                    text.push('\n');
                }
                Err(RecvTimeoutError::Timeout) => {
                    bail!("not done after {} s; printed so far:\n{text}", LIMIT.as_secs());
                }
                Err(RecvTimeoutError::Disconnected) => bail!("psql ended:\n{text}"),
            }
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
