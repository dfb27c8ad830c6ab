//! Finds the files to check, in the order in which they are run.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use hnswkit_api::{problem::Problem, spec::LintSettings};
use hnswkit_core::lint::Role;

use super::{
    globs, order,
    text::{Text, is_wanted},
};
use crate::failure::Failure;

/// Folders that nobody keeps migrations in.
const SKIPPED: &[&str] = &["node_modules", "target", "__pycache__", "venv"];

/// What is looked for, and where.
pub(crate) struct Wanted<'a> {
    /// What was named; the current folder when nothing was.
    pub(crate) paths: &'a [PathBuf],
    /// The settings.
    pub(crate) settings: &'a LintSettings,
    /// The folder that globs and paths of the settings are relative to.
    pub(crate) base: &'a Path,
    /// The name of what comes on standard input.
    pub(crate) stdin_name: &'a str,
}

/// A file, or standard input when there is no path.
type Entry = Option<PathBuf>;

/// Reads the schema, and all that is wanted.
///
/// # Errors
///
/// With every file that is not there or cannot be read.
pub(crate) fn read(wanted: &Wanted<'_>) -> Result<Vec<Text>, Failure> {
    let mut search = Search { wanted, found: vec![], seen: BTreeSet::new(), problems: vec![] };
    search.paths();
    let Search { found, mut problems, .. } = search;
    let schema = wanted.settings.schema.iter().map(|it| (Some(wanted.base.join(it)), Role::Schema));
    let judged = found.into_iter().map(|it| (it, Role::Judged));
    let mut texts = vec![];
    for (entry, role) in schema.chain(judged) {
        match text(wanted, entry.as_deref(), role) {
            Ok(it) => texts.push(it),
            Err(it) => problems.push(*it),
        }
    }
    if problems.is_empty() { Ok(texts) } else { Err(Failure::problems(problems)) }
}

fn text(wanted: &Wanted<'_>, entry: Option<&Path>, role: Role) -> Result<Text, Box<Problem>> {
    match entry {
        Some(path) => {
            Text::read(name(path), path.to_owned(), role).map_err(|it| Box::new(problem(path, &it)))
        }
        None => {
            let mut bytes = vec![];
            match io::stdin().lock().read_to_end(&mut bytes) {
                Ok(_) => Ok(Text::new(wanted.stdin_name.to_owned(), None, bytes, role)),
                Err(it) => Err(Box::new(problem(Path::new("-"), &it))),
            }
        }
    }
}

/// The path as findings name it.
fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

fn problem(path: &Path, error: &io::Error) -> Problem {
    let message = format!("cannot read it: {error}");
    Problem::new(name(path), None, message, "name a file, a folder, a glob, or `-` for stdin")
}

struct Search<'a> {
    wanted: &'a Wanted<'a>,
    found: Vec<Entry>,
    seen: BTreeSet<Entry>,
    problems: Vec<Problem>,
}

impl Search<'_> {
    fn paths(&mut self) {
        let here = [PathBuf::from(".")];
        let named = if self.wanted.paths.is_empty() { &here } else { self.wanted.paths };
        for it in in_order(named) {
            self.path(it);
        }
    }

    fn path(&mut self, path: &Path) {
        if path == Path::new("-") {
            return self.take(None);
        }
        match fs::metadata(path) {
            Ok(it) if it.is_dir() => {
                let include = &self.wanted.settings.include;
                self.folder(path, &|name| match include.is_empty() {
                    true => is_wanted(name),
                    false => globs::any(include, name),
                });
            }
            Ok(_) => {
                if !self.is_excluded(path) {
                    self.take(Some(path.to_owned()));
                }
            }
            Err(_) if globs::is_glob(&path.to_string_lossy()) => self.glob(path),
            Err(error) => self.problems.push(problem(path, &error)),
        }
    }

    /// A glob that no shell has expanded.
    fn glob(&mut self, path: &Path) {
        let glob = name(path);
        let fixed = glob.split('/').take_while(|it| !globs::is_glob(it));
        let folder = fixed.collect::<Vec<_>>().join("/");
        let folder = match (folder.as_str(), glob.starts_with('/')) {
            ("", false) => Path::new("."),
            ("", true) => Path::new("/"),
            (it, _) => Path::new(it),
        };
        let before = self.found.len();
        let problems = self.problems.len();
        self.folder(folder, &|name| fast_glob::glob_match(&*glob, name));
        if before == self.found.len() {
            self.problems.truncate(problems);
            let message = format!("no file matches `{glob}`");
            self.problems.push(Problem::new(
                glob,
                None,
                message,
                "`**` means folders at any depth",
            ));
        }
    }

    /// All files of a folder that are meant.
    fn folder(&mut self, folder: &Path, is_meant: &dyn Fn(&str) -> bool) {
        let mut files = vec![];
        self.walk(folder, is_meant, &mut files);
        files.sort_by(|a, b| order::compare(a, b));
        files.into_iter().for_each(|it| self.take(Some(it)));
    }

    fn walk(&mut self, folder: &Path, is_meant: &dyn Fn(&str) -> bool, files: &mut Vec<PathBuf>) {
        let entries = match fs::read_dir(folder) {
            Ok(it) => it,
            Err(error) => return self.problems.push(problem(folder, &error)),
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let file = entry.file_name();
            let file = file.to_string_lossy();
            let Ok(kind) = entry.file_type() else { continue };
            if file.starts_with('.') || self.is_excluded(&path) {
                continue;
            }
            // A folder behind a link is read where it is, if at all: links can go round.
            if kind.is_dir() {
                if !SKIPPED.contains(&&*file) {
                    self.walk(&path, is_meant, files);
                }
            } else if is_meant(&self.relative(&path)) && path.is_file() {
                files.push(path);
            }
        }
    }

    /// The path as the globs of the settings have it.
    fn relative(&self, path: &Path) -> String {
        relative(path, self.wanted.base)
    }

    fn is_excluded(&self, path: &Path) -> bool {
        globs::any(&self.wanted.settings.exclude, &self.relative(path))
    }

    fn take(&mut self, entry: Entry) {
        if self.seen.insert(entry.clone()) {
            self.found.push(entry);
        }
    }
}

/// The path from that folder on.
pub(crate) fn relative(path: &Path, base: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let path = path.strip_prefix(base).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// What was named, as it was named; but what a shell's glob has put into the order of the alphabet
/// is put into the order of versions.
fn in_order(paths: &[PathBuf]) -> Vec<&Path> {
    let mut paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let is_alphabet = 1 < paths.len() && paths.is_sorted();
    if is_alphabet && paths.iter().all(|it| it.is_file()) {
        paths.sort_by(|a, b| order::compare(a, b));
    }
    paths
}
