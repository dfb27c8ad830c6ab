//! `hnswkit snippet`.

use clap::{Args, builder::PossibleValuesParser};
use hnswkit_core::snippet::SNIPPETS;

use super::help::after_help;

after_help! {
    "  hnswkit snippet sqlalchemy
  hnswkit snippet jdbc > Search.java"
}

/// Show how a program searches with a setting of its own that no pool passes on
///
/// One function for each driver: a search with hnsw.ef_search = 100 for its own transaction. The next
/// user of the connection has the default again. Without a name it lists them.
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Snippet {
    /// The driver or library
    #[arg(value_name = "DRIVER", value_parser = PossibleValuesParser::new(SNIPPETS.iter().map(|it| it.id)))]
    pub(crate) driver: Option<String>,
}
