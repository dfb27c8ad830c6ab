//! JSON: one document on stdout.

use serde::Serialize;

use crate::failure::Failure;

/// Prints a document that says its version itself.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn print<T: Serialize>(document: &T) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(document)
        .map_err(|error| Failure::input("stdout", format!("cannot write JSON: {error}"), ""))?;
    text.push('\n');
    super::stdout(&text)
}
