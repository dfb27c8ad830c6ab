//! What a format is.

use std::{fmt, str::FromStr};

use super::FORMATS;
use crate::plan::Plan;

/// A migration tool that we write for.
#[derive(Debug)]
pub struct Format {
    /// The id on the command line.
    pub id: &'static str,
    /// The name in the documentation.
    pub title: &'static str,
    /// How the tool treats statements and transactions.
    pub class: Class,
    /// One sentence on the files and how they are run.
    pub about: &'static str,
    /// Where the tool documents it.
    pub source: &'static str,
    pub(super) render: fn(&Plan, &Options) -> Vec<File>,
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
}

impl Role {
    /// The word for JSON and `--part`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Migration => "migration",
            Self::Up => "up",
            Self::Verify => "verify",
            Self::Down => "down",
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
