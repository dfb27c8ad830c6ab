//! `hnswkit formats`.

use clap::Args;

use super::help::after_help;

after_help! {
    "  hnswkit formats
  hnswkit formats --json"
}

/// List the migration tools that `generate` writes for
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Formats {}
