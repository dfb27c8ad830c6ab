//! Where things lie: the repository, its target folder, and what we put there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the commands use.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
}

impl Paths {
    /// Finds the repository through cargo, or through the place where this was compiled.
    ///
    /// # Errors
    /// When that folder is gone.
    pub(crate) fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.join("..").canonicalize().with_context(|| {
            format!("{} has moved; run this as `cargo xtask`", manifest.display())
        })?;
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// The folder of the servers' state file, logs and lock.
    pub(crate) fn servers(&self) -> PathBuf {
        self.target.join("servers")
    }

    /// The folder of the Python environment with the migration tools.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The folder whose sub-folders hold the migration tools, one each.
    pub(crate) fn formats(&self) -> PathBuf {
        self.target.join("formats")
    }

    /// The folder where the container's image is made.
    pub(crate) fn container(&self) -> PathBuf {
        self.target.join("container")
    }

    /// The folder of the browser page.
    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// A target folder of its own for what is compiled for wasm32.
    pub(crate) fn wasm(&self) -> PathBuf {
        self.target.join("wasm")
    }
}

/// The given path as text, for the messages and arguments of programs.
///
/// # Errors
/// When it is not UTF-8.
pub(crate) fn text(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("{} is not UTF-8; rename the folder", path.display()))
}
