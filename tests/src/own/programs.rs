//! The programs of a server of the tests, and the user who may run them.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{server::Server, session::Session, tools};

/// The installation behind a server that `cargo xtask servers` has started on this machine.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The unpacked wheel: the programs, their libraries and their scripts.
    wheel: PathBuf,
    /// Where `bin/` is in it.
    bin: PathBuf,
    /// Who owns the data of the server: it refuses to run as root.
    owner: (u32, u32),
}

impl Programs {
    /// Those of a server; none when the server is not one of ours, on this machine.
    pub fn of(server: &Server) -> Result<Option<Self>> {
        let mut session = Session::connect(&server.url)?;
        let bin = session.value("SELECT setting FROM pg_config WHERE name = 'BINDIR'")?;
        let data = session.value("SHOW data_directory")?;
        let Ok(data) = fs::metadata(&data) else { return Ok(None) };
        let bin = PathBuf::from(bin);
        // `wheel/<package>/<home>/bin`, and beside the package the libraries that it needs.
        let Some(wheel) = bin.ancestors().find(|it| it.ends_with("wheel")) else { return Ok(None) };
        let (wheel, inside) = (wheel.to_owned(), bin.strip_prefix(wheel)?.to_owned());
        Ok(Some(Self { wheel, bin: inside, owner: (data.uid(), data.gid()) }))
    }

    /// The same in a folder of the test's own, where its files can be replaced.
    pub(super) fn copied(&self, folder: &Path) -> Result<Self> {
        let copy = folder.join("wheel");
        // Links cost nothing; across file systems they are not to be had.
        let links = Command::new("cp").arg("-al").arg(&self.wheel).arg(&copy).output()?;
        if !links.status.success() {
            let _ = fs::remove_dir_all(&copy);
            tools::run_in(folder, Command::new("cp").arg("-a").arg(&self.wheel).arg(&copy))?;
        }
        Ok(Self { wheel: copy, ..self.clone() })
    }

    /// A program of the server, to be run in `folder`.
    #[must_use]
    pub fn program(&self, name: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.path(name));
        command.current_dir(folder).env("HOME", folder);
        if am_root() {
            command.uid(self.owner.0).gid(self.owner.1);
        }
        command
    }

    /// The path of a program.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.wheel.join(&self.bin).join(name)
    }

    /// The first file of that name in the installation: `vector.so`, `vector.control`.
    pub fn file(&self, name: &str) -> Result<PathBuf> {
        let home = self.wheel.join(&self.bin);
        let home = home.parent().context("no folder above bin")?;
        let mut folders = vec![home.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else if entry.file_name() == name {
                    return Ok(entry.path());
                }
            }
        }
        bail!("{} has no {name}", home.display())
    }

    /// Gives a folder or a file to the owner.
    pub(super) fn give(&self, path: &Path) -> Result<()> {
        if am_root() {
            chown(path, Some(self.owner.0), Some(self.owner.1))?;
        }
        Ok(())
    }

    /// The owner's numbers.
    pub(super) fn owner(&self) -> (u32, u32) {
        self.owner
    }

    /// A command that runs as the owner; for what only the owner of a process may do.
    pub fn as_owner(&self, command: &mut Command) {
        if am_root() {
            command.uid(self.owner.0).gid(self.owner.1);
        }
    }
}

/// Whether the tests run as root, as in a container.
pub(super) fn am_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}

/// Fails with the whole output unless the command succeeds.
pub(super) fn succeed(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    ensure!(output.status.success(), "{command:?}\n{}", tools::text(&output));
    Ok(())
}
