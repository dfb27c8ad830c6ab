//! `hnswkit init`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{SpecFlags, help::after_help};

after_help! {
    "  hnswkit init
  hnswkit init docs.embedding --type 'vector(768)' --metric cosine --rows 10k"
}

/// Write a spec file: the commented example, or what the flags say
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Init {
    /// The file to write
    #[arg(
        short,
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        default_value = "hnswkit.toml"
    )]
    pub(crate) output: PathBuf,
    /// Print it instead of writing it
    #[arg(long)]
    pub(crate) stdout: bool,
    /// Overwrite a file that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Print the JSON Schema of the spec file, for editors
    #[arg(long, visible_alias = "schema-json", conflicts_with_all = ["stdout", "force", "output"])]
    pub(crate) json_schema: bool,
    #[command(flatten)]
    pub(crate) flags: SpecFlags,
}
