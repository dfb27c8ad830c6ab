//! `hnswkit man`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::help::after_help;

after_help! {
    "  hnswkit man | man -l -
  hnswkit man -o ~/.local/share/man/man1"
}

/// Print the manual page, or write one for each command
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Man {
    /// Write all pages below this folder
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) output: Option<PathBuf>,
}
