//! The JSON contract and the spec file.
//!
//! `spec` is what comes in, `answer` makes `json` of it, which goes out, and `problem` says what
//! is wrong with what came in.
//! Serialization lives here and not in the core, so that the core stays free to change.
#![warn(clippy::disallowed_methods)]

pub mod answer;
pub mod explain;
#[cfg(feature = "parse")]
pub mod import;
pub mod json;
#[cfg(feature = "parse")]
pub mod lint;
pub mod problem;
#[cfg(feature = "every-number")]
pub mod progress;
pub mod spec;
mod utf16;
