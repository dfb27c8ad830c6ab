//! A project that uses a migration tool: a folder and a database of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use hnswkit_core::{
    plan::Plan,
    render::{File, Format, Options, Role},
};

use crate::{database::Database, tools};

/// The folder whose sub-folders hold the installed tools; `cargo xtask formats` fills it.
pub(crate) const FORMATS: &str = "HNSWKIT_FORMATS";

/// A project; its folder is removed at the end.
pub struct Project {
    folder: tempfile::TempDir,
    install: PathBuf,
    url: String,
    /// What the format wrote, and where.
    pub files: Vec<File>,
    /// The plan behind it.
    pub plan: Plan,
}

impl Project {
    /// An empty project that talks to `database`, with `install` as the tool's folder.
    ///
    /// The files of the plan are rendered, and not yet in the folder.
    pub fn create(install: &str, format: &str, plan: Plan, database: &Database) -> Result<Self> {
        let format: &Format = format.parse()?;
        let install = installed(install).with_context(|| format!("{install} is not installed"))?;
        let files = format.render(&plan, &Options::default());
        let url = database.url().to_owned();
        Ok(Self { folder: tempfile::tempdir()?, install, url, files, plan })
    }

    /// Writes the files of the plan where the format wants them.
    pub fn write_files(&self) -> Result<()> {
        self.files.iter().try_for_each(|it| self.write(&it.path, &it.content))
    }

    /// The project's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the tool is installed: `node_modules` or a Python environment lie in it.
    #[must_use]
    pub fn install(&self) -> &Path {
        &self.install
    }

    /// Where the project's database is: `postgresql://postgres@127.0.0.1:5432/name`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Writes a file below the project's folder.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Makes the tool's `node_modules` the project's, for programs that import from it.
    pub fn link_node_modules(&self) -> Result<()> {
        let there = self.install.join("node_modules");
        Ok(std::os::unix::fs::symlink(there, self.folder().join("node_modules"))?)
    }

    /// The paths of the files with that role, in order.
    pub fn paths(&self, role: Role) -> impl Iterator<Item = &str> {
        self.files.iter().filter(move |it| it.role == role).map(|it| it.path.as_str())
    }

    /// A program of the installed tool (`node_modules/.bin`, `bin`), or of the machine; it runs in
    /// the project's folder and finds `DATABASE_URL` in its environment.
    #[must_use]
    pub fn program(&self, name: &str) -> Command {
        let places = ["node_modules/.bin", "bin"];
        let found = places.iter().map(|it| self.install.join(it).join(name)).find(|it| it.exists());
        let mut command = Command::new(found.unwrap_or_else(|| PathBuf::from(name)));
        command.current_dir(self.folder()).env("DATABASE_URL", &self.url).stdin(Stdio::null());
        // Some tools color what they print when they see that they run in CI.
        command.env("NO_COLOR", "1").env("FORCE_COLOR", "0");
        command
    }

    /// Runs a program of the tool; gives what it printed, on both streams.
    pub fn run(&self, name: &str, args: &[&str]) -> Result<String> {
        tools::run_in(self.folder(), self.program(name).args(args))
    }
}

/// The folder of an installed tool, when it is there.
#[must_use]
pub fn installed(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os(FORMATS)?).join(name);
    folder.join(".installed").exists().then_some(folder)
}
