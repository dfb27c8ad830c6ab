//! The terminal.

mod brief;
pub(crate) mod estimate;
pub(crate) mod explain;
pub(crate) mod findings;
pub(crate) mod import;
mod index;
pub(crate) mod json;
pub(crate) mod lint;
mod memory;
pub(crate) mod plan;
pub(crate) mod platforms;
mod preflight;
pub(crate) mod problems;
pub(crate) mod progress;
mod queries;
pub(crate) mod rule_page;
mod search;
pub(crate) mod snippets;
pub(crate) mod spilled;
mod steps;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod written;

use std::io::{self, Write as _};

use anstream::ColorChoice;

use crate::{args::Color, failure::Failure};

/// Decides on color, for stdout and stderr.
pub(crate) fn set_color(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

/// Prints a result.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn stdout(text: &str) -> Result<(), Failure> {
    let mut stream = anstream::stdout().lock();
    stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush())
        .map_err(|error| Failure::of_stdout(&error))
}

/// Prints the content of a file, byte by byte.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn as_it_is(text: &str) -> Result<(), Failure> {
    let mut stream = io::stdout().lock();
    stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush())
        .map_err(|error| Failure::of_stdout(&error))
}

/// Prints what is not a result.
pub(crate) fn stderr(text: &str) {
    // When stderr is gone, nobody is left to tell.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}
