//! `hnswkit estimate`.

use clap::Args;

use super::{SpecArgs, help::after_help};

after_help! {
    "  hnswkit estimate
  hnswkit estimate docs.embedding --type 'vector(768)' --metric l2 --rows 10M"
}

/// Compute size, memory, time and disk of each index, and show how
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Estimate {
    /// Which memory was in force when a build said that it spilled after N tuples
    ///
    /// The server says: NOTICE: hnsw graph no longer fits into maintenance_work_mem after N tuples.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) spilled_after: Option<String>,
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
}
