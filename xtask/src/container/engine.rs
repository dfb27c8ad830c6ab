//! The Docker engine: the user's, or one that we install and start.

use std::{
    fs::File,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{debian, paths::Paths, process};

/// How long `dockerd` may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whose engine runs.
#[derive(Debug)]
pub(crate) enum Engine {
    /// It ran before.
    Theirs,
    /// We started it.
    Ours(PathBuf),
}

impl Engine {
    /// Ends the engine if we started it.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub(crate) fn stop(self) -> Result<()> {
        let Self::Ours(pidfile) = self else { return Ok(()) };
        let pid = std::fs::read_to_string(&pidfile)
            .with_context(|| format!("cannot read {}", pidfile.display()))?;
        eprintln!("stop dockerd");
        process::capture(Command::new("kill").arg(pid.trim())).map(drop)
    }
}

/// Finds a running engine, or installs and starts one.
///
/// # Errors
/// When there is none and we may not start one.
pub(crate) fn ensure(paths: &Paths) -> Result<Engine> {
    if answers() {
        return Ok(Engine::Theirs);
    }
    if !debian::is_root() {
        bail!("no Docker engine answers; start Docker (`docker info` tells why not)");
    }
    debian::need(&["docker.io"], "the container test")?;
    if answers() {
        return Ok(Engine::Theirs);
    }
    start(paths)
}

fn start(paths: &Paths) -> Result<Engine> {
    let folder = paths.container();
    std::fs::create_dir_all(&folder)?;
    let log = folder.join("dockerd.log");
    let pidfile = folder.join("dockerd.pid");
    eprintln!("start dockerd (no engine runs here), log in {}", log.display());
    let file = File::create(&log)?;
    let mut child = Command::new("dockerd")
        .arg("--pidfile")
        .arg(&pidfile)
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        // A group of its own: it outlives this command, and Ctrl-C does not reach it.
        .process_group(0)
        .spawn()
        .context("cannot start dockerd; install Docker")?;
    let steps = PATIENCE.as_millis() / 250;
    for _ in 0..steps {
        if answers() {
            return Ok(Engine::Ours(pidfile));
        }
        if child.try_wait()?.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    let printed = std::fs::read_to_string(&log).unwrap_or_default();
    bail!("dockerd does not answer; {}:\n{}", log.display(), process::tail(&printed, 20))
}

fn answers() -> bool {
    process::succeeds(Command::new("docker").args(["info", "--format", "{{.ServerVersion}}"]))
}
