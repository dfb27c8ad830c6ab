//! `hnswkit formats`.

use clap::{Args, builder::PossibleValuesParser};
use hnswkit_core::render::FORMATS;

use super::help::after_help;

after_help! {
    "  hnswkit formats alembic
  hnswkit formats --json"
}

/// List the migration tools that `generate` writes for, or show the page of one
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Formats {
    /// The tool whose page is shown: transactions, autogenerate, pitfalls
    #[arg(value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|it| it.id)))]
    pub(crate) format: Option<String>,
}
