//! `hnswkit rules`.

use clap::Args;

use super::help::after_help;

after_help! {
    "  hnswkit rules
  hnswkit rules --json"
}

/// List the rules that `lint` knows
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Rules {}
