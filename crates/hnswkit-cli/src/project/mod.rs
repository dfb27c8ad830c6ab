//! The project around a migration: which tool it uses, where its migrations lie, and which comes
//! next.

mod folders;
mod manifests;
mod next;
mod signs;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use hnswkit_core::render::{FORMATS, Format};

use crate::failure::Failure;
pub(crate) use next::{Next, next};

/// A project's folder, which is read and never written.
#[derive(Debug)]
pub(crate) struct Project {
    root: PathBuf,
}

/// A tool that a project uses.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The tool.
    pub(crate) format: &'static Format,
    /// By what it shows, such as `alembic.ini`.
    pub(crate) sign: String,
}

impl Project {
    /// The project in that folder.
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Where a path below the project is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        if self.root == Path::new(".") { path.into() } else { self.root.join(path) }
    }

    /// The text of a file; nothing when it is missing, is no UTF-8, or is no file.
    fn read(&self, path: &str) -> Option<String> {
        let path = self.root.join(path);
        if !path.is_file() {
            return None;
        }
        std::fs::read_to_string(path).ok()
    }

    /// The names in a folder, sorted; none when it is missing.
    fn names(&self, path: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(path)).into_iter().flatten().flatten();
        let mut names: Vec<_> =
            entries.filter_map(|it| it.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// Whether there is such a folder.
    fn has_folder(&self, path: &str) -> bool {
        self.root.join(path).is_dir()
    }

    /// The tool that the project uses: the one that was `said`, or the only one that shows.
    ///
    /// # Errors
    ///
    /// When several show: that is a question, not a guess.
    pub(crate) fn tool(&self, said: Option<&'static Format>) -> Result<Option<Found>, Failure> {
        let considered =
            FORMATS.iter().copied().filter(|it| said.is_none_or(|said| said.id == it.id));
        let found = signs::of(self, considered);
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            several => Err(question(several)),
        }
    }

    /// Where the project's migrations of that tool lie, below the project.
    ///
    /// # Errors
    ///
    /// When there are several such folders.
    pub(crate) fn folder(&self, format: &Format) -> Result<Option<String>, Failure> {
        let folders = folders::of(self, format);
        match folders.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            several => Err(Failure::input(
                "--folder",
                format!("{} has several folders of migrations: {}", format.title, list(several)),
                format!("say which one, as in `--folder {}`", several[0]),
            )),
        }
    }
}

fn question(found: &[Found]) -> Failure {
    let tools: Vec<_> =
        found.iter().map(|it| format!("{} ({})", it.format.title, it.sign)).collect();
    let choices: Vec<_> = found.iter().map(|it| format!("`--format {}`", it.format.id)).collect();
    Failure::input(
        "--format",
        format!("several migration tools show in this project: {}", tools.join(", ")),
        format!("say which one: {}", choices.join(" or ")),
    )
}

fn list(texts: &[String]) -> String {
    texts.join(", ")
}
