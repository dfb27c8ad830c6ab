//! Text that people paste: logs, schemas, output of psql.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::Path,
};

use crate::{args::Global, failure::Failure, output};

/// All of stdin; in a terminal it says first that it waits.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn stdin(field: &str, global: Global) -> Result<String, Failure> {
    let mut input = io::stdin().lock();
    if input.is_terminal() && !global.quiet {
        output::stderr("paste the text, then press Ctrl-D on a line of its own\n");
    }
    let mut bytes = vec![];
    match input.read_to_end(&mut bytes) {
        Ok(_) => Ok(text(bytes)),
        Err(error) => Err(unreadable(field, "stdin", &error)),
    }
}

/// A file, or stdin for `-`.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn file(field: &str, path: &Path, global: Global) -> Result<String, Failure> {
    if path == Path::new("-") {
        return stdin(field, global);
    }
    match fs::read(path) {
        Ok(bytes) => Ok(text(bytes)),
        Err(error) => Err(unreadable(field, &path.display().to_string(), &error)),
    }
}

/// Logs can have names in any encoding; what is no UTF-8 in them is nothing that we look for.
fn text(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes);
    let text = text.unwrap_or_else(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(it) => it.to_owned(),
        None => text,
    }
}

fn unreadable(field: &str, name: &str, error: &io::Error) -> Failure {
    Failure::input(field, format!("cannot read {name}: {error}"), "name a file, or `-` for stdin")
}
