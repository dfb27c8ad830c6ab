//! JSON: one document on stdout.

use std::io::{self, BufWriter, Write as _};

use serde::Serialize;

use crate::failure::Failure;

/// Prints a document that says its version itself.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn print<T: Serialize>(document: &T) -> Result<(), Failure> {
    // Large plans are written as they are made, not gathered first.
    let mut stream = BufWriter::new(io::stdout().lock());
    hnswkit_api::json::write(&mut stream, document)
        .map_err(io::Error::from)
        .and_then(|()| stream.write_all(b"\n"))
        .and_then(|()| stream.flush())
        .map_err(|error| Failure::of_stdout(&error))
}
