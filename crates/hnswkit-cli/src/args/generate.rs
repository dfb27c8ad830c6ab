//! `hnswkit generate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use hnswkit_core::render::Role;

use super::{SpecArgs, help::after_help};

after_help! {
    "  hnswkit generate --format psql --part up
  hnswkit generate -o path/of/the/project --now \"$(date -u +%FT%TZ)\"",
    "  1  with --check: files are missing or differ\n"
}

/// Write the migration for the tool that you use
///
/// In a project's folder (that of -o, else this one) the migration tool is found by its own files
/// (alembic.ini, prisma/schema.prisma, …), or by the packages that the project names; with it the
/// folder of its migrations, and the number or revision that comes next. Where several tools show,
/// say --format.
#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Generate {
    /// Write the files below this folder instead of printing them
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite files that differ
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Write nothing; fail when the files below -o are missing or differ
    #[arg(long, requires = "output", conflicts_with = "force")]
    pub(crate) check: bool,
    /// Print the files, and write nothing, also with -o
    #[arg(long, conflicts_with_all = ["force", "check"])]
    pub(crate) print: bool,
    /// Print what to add to the project besides: models, guards against autogenerate
    #[arg(long, conflicts_with_all = ["force", "check", "part"])]
    pub(crate) snippets: bool,
    /// Print one part only
    #[arg(long, value_name = "PART", conflicts_with = "output")]
    pub(crate) part: Option<Part>,
    /// Alembic's folder of revisions: the file goes there and follows its head
    ///
    /// The folder must have a single head, unless --down-revision is given. A revision that was
    /// written from the same plan before is recognized and keeps its place in the chain.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) versions: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) spec: SpecArgs,
}

/// A part of the migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Read-only questions for before
    Preflight,
    /// The change
    Up,
    /// The proof
    Verify,
    /// The way back
    Down,
    /// Both ways in one file
    Migration,
    /// Settings for the tool that belong to a migration
    Settings,
    /// What is run outside of the tool, before it
    Outside,
}

impl Part {
    /// The role of its file.
    pub(crate) fn role(self) -> Role {
        match self {
            Self::Preflight => Role::Preflight,
            Self::Up => Role::Up,
            Self::Verify => Role::Verify,
            Self::Down => Role::Down,
            Self::Migration => Role::Migration,
            Self::Settings => Role::Settings,
            Self::Outside => Role::Outside,
        }
    }
}
