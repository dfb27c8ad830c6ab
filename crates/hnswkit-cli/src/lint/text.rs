//! A file as it was read.

use std::{cell::OnceCell, fs, io, path::PathBuf};

use hnswkit_core::lint::{Role, Source};

/// A file, or what came on standard input.
#[derive(Debug)]
pub(crate) struct Text {
    /// Its name in findings.
    pub(crate) name: String,
    /// Where it is; nowhere for standard input.
    pub(crate) path: Option<PathBuf>,
    /// What it says, without a byte order mark.
    pub(crate) text: String,
    /// Whether it is judged, or tells what is there.
    pub(crate) role: Role,
    /// Whether it began with a byte order mark.
    marked: bool,
    /// Whether it is UTF-8: other files are read as well as it goes, and never written.
    pub(crate) exact: bool,
    /// Where its lines start.
    lines: OnceCell<Vec<usize>>,
}

const MARK: char = '\u{feff}';

impl Text {
    /// A file that was read.
    pub(crate) fn new(name: String, path: Option<PathBuf>, bytes: Vec<u8>, role: Role) -> Self {
        let (mut text, exact) = match String::from_utf8(bytes) {
            Ok(it) => (it, true),
            Err(it) => (String::from_utf8_lossy(it.as_bytes()).into_owned(), false),
        };
        let marked = text.starts_with(MARK);
        if marked {
            text.drain(..MARK.len_utf8());
        }
        Self { name, path, text, role, marked, exact, lines: OnceCell::new() }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(crate) fn read(name: String, path: PathBuf, role: Role) -> io::Result<Self> {
        let bytes = fs::read(&path)?;
        Ok(Self::new(name, Some(path), bytes, role))
    }

    /// The same file with another text.
    pub(crate) fn with(&self, text: String) -> Self {
        let Self { name, path, role, marked, exact, .. } = self;
        let (name, path) = (name.clone(), path.clone());
        Self {
            name,
            path,
            text,
            role: *role,
            marked: *marked,
            exact: *exact,
            lines: OnceCell::new(),
        }
    }

    /// What stands in the file, with its byte order mark.
    pub(crate) fn content(&self) -> String {
        if self.marked { format!("{MARK}{}", self.text) } else { self.text.clone() }
    }

    /// What is judged.
    pub(crate) fn source(&self) -> Source<'_> {
        Source { role: self.role, ..source_of(&self.name, &self.text) }
    }

    /// Where a line starts, counted from 1.
    pub(crate) fn line_start(&self, line: u32) -> usize {
        let lines = self.lines.get_or_init(|| {
            let starts = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(starts).collect()
        });
        let line = (line as usize).saturating_sub(1);
        lines.get(line).copied().unwrap_or(self.text.len())
    }
}

/// Endings of files of SQL that are read when a folder is; programs are too.
const ENDINGS: &[&str] = &["sql", "psql", "pgsql"];

/// Whether a file of a folder is read.
pub(crate) fn is_wanted(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |it| it.1);
    ENDINGS.iter().any(|it| it.eq_ignore_ascii_case(ending)) || hnswkit_embed::is_program(name)
}

/// What a file holds, by its ending.
pub(crate) fn source_of<'a>(path: &'a str, text: &'a str) -> Source<'a> {
    hnswkit_embed::source(path, text).unwrap_or_else(|| Source::sql(path, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_back_is_what_was_there() {
        let text = |bytes: &[u8]| Text::new("f".into(), None, bytes.to_vec(), Role::Judged);
        let it = text("\u{feff}a\r\nb".as_bytes());
        assert_eq!((it.text.as_str(), it.content().as_str()), ("a\r\nb", "\u{feff}a\r\nb"));
        assert_eq!((it.line_start(1), it.line_start(2), it.line_start(3)), (0, 3, 4));
        assert!(it.exact && !text(b"caf\xe9").exact);
    }
}
