//! `hnswkit estimate`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{SpecArgs, help::after_help};

after_help! {
    "  hnswkit estimate
  hnswkit estimate docs.embedding --type 'vector(768)' --metric l2 --rows 10M"
}

/// Compute size, memory, time and disk of each index; -v shows how
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Estimate {
    /// Which memory was in force when a build said that it spilled after N tuples
    ///
    /// The server says: NOTICE: hnsw graph no longer fits into maintenance_work_mem after N tuples.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) spilled_after: Option<String>,
    /// How long a running build still takes: a file with what the query `progress` has printed, or
    /// `-` for stdin
    ///
    /// Let psql repeat it with \watch, and give all of what it prints:
    ///   hnswkit monitor --id progress > progress.sql
    ///   (cat progress.sql; echo '\watch 10') | psql -o progress.txt
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, verbatim_doc_comment)]
    pub(crate) progress: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
}
