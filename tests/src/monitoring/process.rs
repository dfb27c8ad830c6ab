//! A server program of the machine, for one test.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::get;

/// A port that nobody had a moment ago.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A program that runs until this is dropped; what it prints goes to a file.
pub struct Process {
    child: Child,
    name: String,
}

impl Process {
    /// Starts it and waits until it answers on the port, in HTTP.
    pub fn start(command: &mut Command, folder: &Path, port: u16) -> Result<Self> {
        Self::start_until(command, folder, || get(port, "/metrics").is_ok())
    }

    /// Starts it and waits until it is ready.
    pub fn start_until(
        command: &mut Command,
        folder: &Path,
        is_ready: impl Fn() -> bool,
    ) -> Result<Self> {
        let name = Path::new(command.get_program()).file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let log = folder.join(format!("{name}.log"));
        let file = fs::File::create(&log)?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        let mut process = Self { child, name };
        let until = Instant::now() + Duration::from_secs(60);
        while !is_ready() {
            let ended = process.child.try_wait()?;
            if ended.is_some() || until < Instant::now() {
                let printed = fs::read_to_string(&log).unwrap_or_default();
                bail!("{} does not answer ({ended:?}):\n{printed}", process.name);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(process)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.child.kill().and_then(|()| self.child.wait()).is_err() {
            eprintln!("cannot stop {}", self.name);
        }
    }
}
