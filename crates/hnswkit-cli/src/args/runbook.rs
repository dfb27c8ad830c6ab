//! `hnswkit runbook`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{SpecArgs, help::after_help};

after_help! {
    "  hnswkit runbook --list
  hnswkit runbook --id index-not-used --spec examples/task-tracker.toml"
}

/// Write runbooks: what to look at, in which order, and what to do when it fails
///
/// Each is about exactly the indexes of the spec: their names, numbers, and queries to paste. Without an
/// id it is that of the build itself. An id is also understood in place of TABLE.COLUMN, beside a spec.
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Runbook {
    /// Write the runbook of this id; `--list` shows them
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// List the runbooks; needs no spec
    #[arg(long, conflicts_with_all = ["id", "output"])]
    pub(crate) list: bool,
    /// Write it to this file instead of printing it
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite a file that differs
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
}
