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

impl SpecArgs {
    /// What stands in the place of a column, when it is no column: it has no dot, and neither a
    /// column nor an expression stands beside it.
    ///
    /// At night nobody looks up an option: `hnswkit runbook roll-back`, `hnswkit monitor size`.
    pub(crate) fn take_id(&mut self) -> Option<String> {
        let flags = &mut self.flags;
        let is_table = ["column", "expression"].iter().any(|it| flags.get(it).is_some());
        flags.target.take_if(|it| !it.contains('.') && !is_table)
    }
}
