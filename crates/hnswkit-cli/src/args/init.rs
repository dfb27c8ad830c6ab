//! `hnswkit init`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{SpecFlags, TARGET, help::after_help};

after_help! {
    "  hnswkit init
  pg_dump --schema-only app | hnswkit init --from - --rows 1M"
}

/// Write a spec file: the commented example, what the flags say, or what a schema lacks
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
    /// Read a schema: an index for each vector column that has none; `-` reads stdin
    ///
    /// Takes CREATE TABLE, ALTER TABLE and CREATE INDEX as in migrations, a schema of pg_dump, and
    /// what psql prints for \d and \d+. What the schema does not say is marked as assumed; flags
    /// say it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = TARGET)]
    pub(crate) from: Option<PathBuf>,
    /// Print it instead of writing it
    #[arg(long)]
    pub(crate) stdout: bool,
    /// Overwrite a file that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Print the JSON Schema of the spec file, for editors
    #[arg(long, visible_alias = "schema-json", conflicts_with_all = ["stdout", "force", "output", "from"])]
    pub(crate) json_schema: bool,
    #[command(flatten)]
    pub(crate) flags: SpecFlags,
}
