//! What a format is.

use std::{fmt, str::FromStr};

use super::{FORMATS, Marker, Numbering};
use crate::{domain::Timestamp, plan::Plan};

/// A migration tool that we write for.
#[derive(Debug)]
pub struct Format {
    /// The id on the command line.
    pub id: &'static str,
    /// The name in the documentation.
    pub title: &'static str,
    /// The world that it belongs to.
    pub family: Family,
    /// How the tool treats statements and transactions.
    pub class: Class,
    /// One sentence on the files and how they are run.
    pub about: &'static str,
    /// Where the tool documents it.
    pub source: &'static str,
    /// The tool's usual folder, below the project.
    pub folder: &'static str,
    /// How it orders its migrations.
    pub numbering: Numbering,
    /// By what a project shows that it uses the tool; one is enough.
    pub markers: &'static [Marker],
    /// How we know that the files are right.
    pub proof: Proof,
    /// Its page in Markdown: transactions, autogenerate, pitfalls; empty without the feature
    /// `pages`.
    pub page: &'static str,
    /// What to add to the project besides, each to be copied by a person; nothing without the
    /// feature `pages`.
    pub(super) snippets: fn(&Plan, &Options) -> Vec<Snippet>,
    pub(super) render: fn(&Plan, &Options) -> Vec<File>,
}

/// The world that a tool belongs to: a language, or files of SQL that any may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Files of SQL.
    Sql,
    /// Python.
    Python,
    /// JavaScript and TypeScript.
    JavaScript,
    /// Rust.
    Rust,
    /// Go.
    Go,
    /// Ruby.
    Ruby,
    /// Java, Kotlin and Scala.
    Jvm,
    /// PHP.
    Php,
    /// Elixir.
    Elixir,
    /// C# and F#.
    DotNet,
}

/// How we know that what a format writes is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The tool itself ran it up, down and up again.
    Executed {
        /// The version of the tool.
        version: &'static str,
        /// When, as `2026-11-23`.
        date: &'static str,
    },
    /// A parser of the host language accepted it.
    Parsed {
        /// The parser with its version.
        by: &'static str,
        /// When.
        date: &'static str,
    },
    /// It was written from the tool's documentation.
    Documented {
        /// When.
        date: &'static str,
    },
}

/// Something for a person to copy into the project: a model that owns the index, a guard against
/// autogenerate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What it is, such as `Keep autogenerate from dropping the indexes`.
    pub title: String,
    /// Where it belongs, such as `alembic/env.py`.
    pub path: String,
    /// The language for highlighting, such as `python`.
    pub language: &'static str,
    /// Why, in one or two sentences.
    pub why: String,
    /// The text; ends with a newline.
    pub content: String,
}

/// How a tool treats statements and transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It splits a file into statements.
    Splits,
    /// Its migrations are programs, one call a statement.
    Program,
    /// It sends a file as one message: one statement a file.
    OneStatement,
    /// It wraps everything into one transaction.
    AlwaysTransaction,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the project that uses the tool, with `/` between the parts.
    pub path: String,
    /// What it is for.
    pub role: Role,
    /// The text; ends with a newline.
    pub content: String,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Read-only questions for before.
    Preflight,
    /// Both ways.
    Migration,
    /// The change.
    Up,
    /// The proof.
    Verify,
    /// The way back.
    Down,
    /// Settings for the tool that belong to a migration.
    Settings,
    /// To be run by a person or a pipeline outside of the tool, before it.
    Outside,
}

/// What a tool wants to know besides the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The id of the revision; made from the plan when not given.
    pub revision: Option<String>,
    /// The revision before this one, for tools with a chain.
    pub down_revision: Option<String>,
    /// The folder for the migration; the tool's usual one when not given.
    pub folder: Option<String>,
    /// The time that stands in names, for tools that order by time.
    pub now: Option<Timestamp>,
}

/// An id that no format has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat {
    /// The id.
    pub id: String,
}

impl Format {
    /// Writes `plan` for this tool. Same plan and options, same bytes.
    pub fn render(&self, plan: &Plan, options: &Options) -> Vec<File> {
        (self.render)(plan, options)
    }

    /// What to add to the project besides the files.
    pub fn snippets(&self, plan: &Plan, options: &Options) -> Vec<Snippet> {
        (self.snippets)(plan, options)
    }
}

/// Nothing to add to the project.
pub(super) fn no_snippets(_: &Plan, _: &Options) -> Vec<Snippet> {
    vec![]
}

impl Options {
    /// The folder that was asked for, or the tool's usual one.
    pub(super) fn folder_or<'a>(&'a self, usual: &'a str) -> &'a str {
        self.folder.as_deref().unwrap_or(usual)
    }
}

impl Family {
    /// The name for headings.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sql => "SQL files",
            Self::Python => "Python",
            Self::JavaScript => "JavaScript and TypeScript",
            Self::Rust => "Rust",
            Self::Go => "Go",
            Self::Ruby => "Ruby",
            Self::Jvm => "Java, Kotlin and Scala",
            Self::Php => "PHP",
            Self::Elixir => "Elixir",
            Self::DotNet => "C# and F#",
        }
    }
}

impl Proof {
    /// The word for JSON and tables.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Executed { .. } => "executed",
            Self::Parsed { .. } => "parsed",
            Self::Documented { .. } => "documented",
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Executed { version, date } => write!(f, "executed with {version} on {date}"),
            Self::Parsed { by, date } => write!(f, "parsed by {by} on {date}"),
            Self::Documented { date } => write!(f, "written from its documentation on {date}"),
        }
    }
}

/// The page of a format, when pages are wanted.
macro_rules! page {
    ($file:literal) => {{
        #[cfg(feature = "pages")]
        {
            include_str!($file)
        }
        #[cfg(not(feature = "pages"))]
        {
            ""
        }
    }};
}
pub(super) use page;

/// What a person adds to a project besides, where pages are wanted: it is read and not run, and the
/// browser page links to it instead.
macro_rules! beside {
    ($snippets:expr) => {{
        #[cfg(feature = "pages")]
        {
            $snippets
        }
        #[cfg(not(feature = "pages"))]
        {
            crate::render::format::no_snippets
        }
    }};
}
pub(super) use beside;

impl Role {
    /// The word for JSON and `--part`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Migration => "migration",
            Self::Up => "up",
            Self::Verify => "verify",
            Self::Down => "down",
            Self::Settings => "settings",
            Self::Outside => "outside",
        }
    }
}

impl Class {
    /// The letter of the documentation.
    pub const fn letter(self) -> char {
        match self {
            Self::Splits => 'A',
            Self::Program => 'B',
            Self::OneStatement => 'C',
            Self::AlwaysTransaction => 'D',
        }
    }

    /// What it means, in a few words.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Splits => "splits a file into statements",
            Self::Program => "a program, one call a statement",
            Self::OneStatement => "one statement a file",
            Self::AlwaysTransaction => "always one transaction",
        }
    }
}

impl FromStr for &'static Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        FORMATS
            .iter()
            .copied()
            .find(|it| it.id == text)
            .ok_or_else(|| UnknownFormat { id: text.to_owned() })
    }
}

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a format", self.id)
    }
}

impl std::error::Error for UnknownFormat {}
