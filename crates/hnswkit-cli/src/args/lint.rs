//! `hnswkit lint`.

use std::path::PathBuf;

use clap::{
    Args, ValueHint,
    builder::{PossibleValuesParser, TypedValueParser as _},
};

use super::{LintFlags, help::after_help};
use crate::lint::report::{REPORTERS, Reporter};

after_help! {
    "  hnswkit lint migrations
  git diff --name-only main -- '*.sql' | xargs hnswkit lint --format github",
    "  1  findings at or above --fail-on; with --diff: something can be fixed\n"
}

/// Check SQL that anybody wrote: what will block, fail, stay unused or rot
///
/// Files are a history: what earlier ones create, later ones know. In folders they are put into
/// the order of their versions, as migration tools do; files that are named keep their order, unless
/// it is that of the alphabet, which is what a shell's glob gives.
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Lint {
    /// Files, folders, globs, or `-` for stdin [default: the current folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How findings are shown
    #[arg(long, value_name = "FORMAT", value_parser = formats(), conflicts_with = "json")]
    pub(crate) format: Option<&'static Reporter>,
    /// Apply fixes that leave nothing to decide
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff: also those that somebody should look at
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change, and write nothing
    #[arg(long)]
    pub(crate) diff: bool,
    /// Count findings by rule instead of showing them
    #[arg(long, conflicts_with_all = ["format", "diff"])]
    pub(crate) statistics: bool,
    /// Write all findings into this file, as known
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["baseline", "fix", "diff"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// The name of what comes on stdin
    #[arg(long, value_name = "NAME", default_value = "stdin.sql", hide_short_help = true)]
    pub(crate) stdin_name: String,
    /// The spec file with [lint] and [target] [default: hnswkit.toml, if it is there]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) flags: LintFlags,
}

fn formats() -> impl clap::builder::TypedValueParser<Value = &'static Reporter> {
    let ids = PossibleValuesParser::new(REPORTERS.iter().map(|it| it.id));
    ids.try_map(|id| REPORTERS.iter().copied().find(|it| it.id == id).ok_or("unknown"))
}
