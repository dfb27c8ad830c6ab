//! `hnswkit explain`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::help::after_help;

after_help! {
    "  hnswkit explain build.log
  hnswkit explain 'ERROR:  column does not have dimensions'",
    "  1  nothing in the text is known\n"
}

/// Say what the messages of a server mean, and what to do
///
/// Reads the output of psql, the log of a server, or the traceback of a program, and explains every
/// message that it knows: in English, as PostgreSQL and pgvector word it.
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Explain {
    /// A file, the text itself, or the name of an explanation; without it, or as `-`, stdin is read
    #[arg(value_name = "FILE|TEXT", value_hint = ValueHint::FilePath)]
    pub(crate) what: Option<String>,
    /// The spec of the build: says which memory was in force when it spilled, and which would do
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) spec: Option<PathBuf>,
}
