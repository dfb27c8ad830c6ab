//! A spec: from a file, from flags, or from both.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::SpecFlags;

/// Where the spec comes from.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SpecArgs {
    /// The spec file; `-` reads stdin [default: hnswkit.toml, if it is there]
    ///
    /// Flags override what the file says in [target] and [migration], and its index if it has one.
    /// TABLE.COLUMN takes the place of its indexes. Everything in the file can be said with flags.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) flags: SpecFlags,
}
