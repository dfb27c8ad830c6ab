//! `hnswkit runbook`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{SpecArgs, help::after_help};

after_help! {
    "  hnswkit runbook
  hnswkit runbook --spec examples/task-tracker.toml -o runbook.md"
}

/// Write the runbook: what to look at, in which order, and what to do when it fails
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Runbook {
    /// Write it to this file instead of printing it
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite a file that differs
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
}
