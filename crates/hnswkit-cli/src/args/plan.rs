//! `hnswkit plan`.

use clap::Args;

use super::{SpecArgs, help::after_help};

after_help! {
    "  hnswkit plan
  hnswkit plan docs.embedding --type 'vector(768)' --metric l2 --rows 10k --sql"
}

/// Show what is going to happen: steps, locks, sizes, times, and the way back
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Plan {
    /// Show the SQL of each step; -v shows the reasons, too
    #[arg(long)]
    pub(crate) sql: bool,
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
}
