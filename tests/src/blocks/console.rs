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
    /// What was printed since the last block was received.
    printed: String,
    done: bool,
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
        Ok(Self { child, input, lines, printed: String::new(), done: true })
    }

    /// Types a block, and does not wait.
    pub(super) fn send(&mut self, text: &str) -> Result<()> {
        let typed = format!("{text}\n\\echo '{END}'\n");
        self.done = false;
        self.input.write_all(typed.as_bytes()).context("psql has ended")?;
        self.input.flush().context("psql has ended")
    }

    /// Whether the block that was typed is done.
    pub(super) fn is_done(&mut self) -> bool {
        while let Ok(line) = self.lines.try_recv() {
            self.read(&line);
        }
        self.done
    }

    /// What psql printed for the block, when it is done.
    pub(super) fn receive(&mut self) -> Result<String> {
        while !self.done {
            match self.lines.recv_timeout(LIMIT) {
                Ok(line) => self.read(&line),
                Err(RecvTimeoutError::Timeout) => bail!(
                    "nothing was printed for {} s; until then:\n{}",
                    LIMIT.as_secs(),
                    self.printed
                ),
                Err(RecvTimeoutError::Disconnected) => bail!("psql ended:\n{}", self.printed),
            }
        }
        Ok(std::mem::take(&mut self.printed))
    }

    fn read(&mut self, line: &str) {
        if line == END {
            self.done = true;
        } else {
            self.printed.push_str(line);
            self.printed.push('\n');
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
