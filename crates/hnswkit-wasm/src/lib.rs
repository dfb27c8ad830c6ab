//! The core for the browser page: a translation, nothing else.
//!
//! Each function takes and gives what the command's `--json` prints, as plain objects.
//! Bad input is an `ErrorDocument`, the same as the command's; an exception means that an argument
//! was no object of its type, which TypeScript rules out.

mod document;
#[cfg(feature = "lint")]
pub mod lint;
#[cfg(feature = "plan")]
pub mod plan;
#[cfg(feature = "parse")]
pub mod read;
#[cfg(feature = "text")]
pub mod text;
