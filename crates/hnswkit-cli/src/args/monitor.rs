//! `hnswkit monitor`.

use clap::Args;

use super::{SpecArgs, help::after_help};

after_help! {
    "  hnswkit monitor
  hnswkit monitor --spec examples/task-tracker.toml --id progress"
}

/// Print queries that watch a build and its index
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Monitor {
    /// Print one query only; may be given again
    #[arg(long, value_name = "ID")]
    pub(crate) id: Vec<String>,
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
}
