//! `hnswkit platforms`.

use clap::{Args, builder::PossibleValuesParser};
use hnswkit_core::domain::Platform;

use super::help::after_help;

after_help! {
    "  hnswkit platforms supabase
  hnswkit platforms --json"
}

/// List where PostgreSQL runs, or show what one of these places allows, with sources
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Platforms {
    /// The platform to show: who may set what, limits, shared memory, poolers
    #[arg(value_name = "PLATFORM", value_parser = PossibleValuesParser::new(Platform::ALL.iter().map(|it| it.id())))]
    pub(crate) platform: Option<String>,
}
