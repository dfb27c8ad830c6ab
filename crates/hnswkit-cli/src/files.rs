//! Files on disk: compared, refused, written.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
};

use hnswkit_api::problem::Problem;

use crate::failure::Failure;

/// A file to write.
#[derive(Debug, Clone)]
pub(crate) struct NewFile<'a> {
    /// Where.
    pub(crate) path: PathBuf,
    /// What.
    pub(crate) content: &'a str,
}

/// How a file on disk compares.
#[derive(Debug)]
pub(crate) enum State {
    /// It is not there.
    Missing,
    /// It is as it should be.
    Same,
    /// It is not as it should be.
    Differs(FirstDifference),
    /// It cannot be read.
    Unreadable(io::Error),
}

/// The first line that differs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FirstDifference {
    /// Its number, from 1.
    pub(crate) line: usize,
    /// What is there, if the file is that long.
    pub(crate) found: Option<String>,
    /// What should be there, if anything.
    pub(crate) expected: Option<String>,
}

/// What was done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is new.
    Created,
    /// It was there and differed.
    Overwritten,
    /// It was there and is the same.
    Unchanged,
}

impl NewFile<'_> {
    /// Compares it with what is on disk.
    pub(crate) fn state(&self) -> State {
        match fs::read(&self.path) {
            Ok(found) if found == self.content.as_bytes() => State::Same,
            Ok(found) => {
                State::Differs(first_difference(&String::from_utf8_lossy(&found), self.content))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => State::Missing,
            Err(error) => State::Unreadable(error),
        }
    }

    /// Writes it beside its place.
    fn stage(&self) -> io::Result<Staged<'_>> {
        stage(&self.path, self.content.as_bytes())
    }
}

/// Writes a file beside its place, under a name that nobody looks for.
fn stage<'a>(place: &'a Path, content: &[u8]) -> io::Result<Staged<'a>> {
    let folder = match place.parent() {
        Some(it) if !it.as_os_str().is_empty() => it,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let staged = folder.join(format!(".{name}.hnswkit-{}", process::id()));
    let mut file = fs::File::create_new(&staged)?;
    let staged = Staged { staged, place };
    file.write_all(content)?;
    Ok(staged)
}

/// A file that is written, but not yet in its place; dropped, it goes away.
struct Staged<'a> {
    staged: PathBuf,
    place: &'a Path,
}

impl Staged<'_> {
    fn put_in_place(self) -> io::Result<()> {
        fs::rename(&self.staged, self.place)
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // Once in its place, it is not here any more.
        let _ = fs::remove_file(&self.staged);
    }
}

/// Writes all files or none; each appears as a whole.
///
/// # Errors
///
/// When files differ and may not be overwritten (all of them are named), or on an I/O error.
pub(crate) fn write(files: &[NewFile<'_>], force: bool) -> Result<Vec<Written>, Failure> {
    let states: Vec<State> = files.iter().map(NewFile::state).collect();
    let refused: Vec<Problem> = files
        .iter()
        .zip(&states)
        .filter_map(|(file, state)| refusal(&file.path, state, force))
        .collect();
    if !refused.is_empty() {
        return Err(Failure::problems(refused));
    }
    let mut staged = vec![];
    for (file, state) in files.iter().zip(&states) {
        if !matches!(state, State::Same) {
            staged.push(file.stage().map_err(|error| cannot_write(&file.path, &error))?);
        }
    }
    for it in staged {
        let place = it.place;
        it.put_in_place().map_err(|error| cannot_write(place, &error))?;
    }
    let written = |it: State| match it {
        State::Same => Written::Unchanged,
        State::Missing => Written::Created,
        State::Differs(_) | State::Unreadable(_) => Written::Overwritten,
    };
    Ok(states.into_iter().map(written).collect())
}

/// Writes a file in the place of another, as a whole and with its rights.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), Failure> {
    // What a link leads to is replaced, not the link.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let write = || {
        let staged = stage(&place, content)?;
        if let Ok(it) = fs::metadata(&place) {
            fs::set_permissions(&staged.staged, it.permissions())?;
        }
        staged.put_in_place()
    };
    write().map_err(|error| cannot_write(path, &error))
}

fn refusal(path: &Path, state: &State, force: bool) -> Option<Problem> {
    let (message, help) = match state {
        State::Differs(it) if !force => {
            (format!("it is there and differs from line {} on", it.line), "`--force` overwrites it")
        }
        State::Unreadable(error) => (format!("cannot read it: {error}"), "name another place"),
        State::Missing | State::Same | State::Differs(_) => return None,
    };
    Some(Problem::new(path.display().to_string(), None, message, help))
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let message = format!("cannot write it: {error}");
    Failure::input(path.display().to_string(), message, "name a folder that you may write to")
}

fn first_difference(found: &str, expected: &str) -> FirstDifference {
    let (mut found, mut expected) = (found.split('\n'), expected.split('\n'));
    let mut line = 1;
    loop {
        let (one, two) = (found.next(), expected.next());
        if one != two || one.is_none() {
            let text = |it: Option<&str>| it.map(str::to_owned);
            return FirstDifference { line, found: text(one), expected: text(two) };
        }
        line += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_found() {
        let it = first_difference("a\nb\nc\n", "a\nB\nc\n");
        assert_eq!(
            (it.line, it.found.as_deref(), it.expected.as_deref()),
            (2, Some("b"), Some("B"))
        );
        let it = first_difference("a", "a\n");
        assert_eq!((it.line, it.found.as_deref(), it.expected.as_deref()), (2, None, Some("")));
    }
}
