//! What a key of the spec file is: its kind, its words, its flag.

use std::{borrow::Cow, fmt};

use hnswkit_core::domain::ParameterInfo;

use super::Scalar;

/// A part of the spec file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `[target]`.
    Target,
    /// `[migration]`.
    Migration,
    /// `[[index]]`.
    Index,
    /// `[[setting]]`.
    Setting,
    /// `[upgrade]`.
    Upgrade,
    /// `[restore]`.
    Restore,
    /// `[[calibration]]`.
    #[cfg(feature = "every-number")]
    Calibration,
    /// `[query]`.
    #[cfg(feature = "every-number")]
    Query,
    /// `[activity]`.
    #[cfg(feature = "every-number")]
    Activity,
    /// `[replication]`.
    #[cfg(feature = "every-number")]
    Replication,
    /// `[lint]`; its keys stand in a table of their own.
    Lint,
}

/// What values a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text.
    Text,
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// A version; a text, because 16.10 is not the number 16.1.
    Version,
    /// Bytes with their unit.
    Size,
    /// A number of rows, with or without a suffix.
    Rows,
    /// A share from 0 to below 1, or a percentage.
    Share,
    /// Seconds, or a duration with its unit.
    #[cfg(feature = "every-number")]
    Seconds,
    /// A cost as the planner has them: a number from 0.
    #[cfg(feature = "every-number")]
    Cost,
    /// Names, or names with their rows; a text with commas, in a file a list or a section too.
    List,
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// A whole number in the range of a parameter of pgvector's.
    Parameter(&'static ParameterInfo),
    /// A whole number or a word, whichever the setting has.
    NumberOrWord,
    /// Anything: whatever it is, it is refused, because a later version will know it.
    Later,
}

/// A value that shows how a key is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// A text.
    Text(&'static str),
    /// A whole number.
    Integer(i64),
}

/// A key of the spec file.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Where it stands.
    pub section: Section,
    /// Its name in the file.
    pub key: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// What it says, in Markdown.
    pub doc: &'static str,
    /// A value that shows how it is used.
    pub example: Example,
    /// The flag of the command line that says the same.
    pub flag: &'static str,
}

impl Section {
    /// All of them, in the order of the file.
    pub const ALL: &[Self] = &[
        Self::Target,
        Self::Migration,
        Self::Index,
        Self::Setting,
        Self::Upgrade,
        Self::Restore,
        #[cfg(feature = "every-number")]
        Self::Calibration,
        #[cfg(feature = "every-number")]
        Self::Query,
        #[cfg(feature = "every-number")]
        Self::Activity,
        #[cfg(feature = "every-number")]
        Self::Replication,
        Self::Lint,
    ];

    /// The name in the file, without brackets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Migration => "migration",
            Self::Index => "index",
            Self::Setting => "setting",
            Self::Upgrade => "upgrade",
            Self::Restore => "restore",
            #[cfg(feature = "every-number")]
            Self::Calibration => "calibration",
            #[cfg(feature = "every-number")]
            Self::Query => "query",
            #[cfg(feature = "every-number")]
            Self::Activity => "activity",
            #[cfg(feature = "every-number")]
            Self::Replication => "replication",
            Self::Lint => "lint",
        }
    }

    /// The header that begins it in the file.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Target => "[target]",
            Self::Migration => "[migration]",
            Self::Index => "[[index]]",
            Self::Setting => "[[setting]]",
            Self::Upgrade => "[upgrade]",
            Self::Restore => "[restore]",
            #[cfg(feature = "every-number")]
            Self::Calibration => "[[calibration]]",
            #[cfg(feature = "every-number")]
            Self::Query => "[query]",
            #[cfg(feature = "every-number")]
            Self::Activity => "[activity]",
            #[cfg(feature = "every-number")]
            Self::Replication => "[replication]",
            Self::Lint => "[lint]",
        }
    }

    /// Whether there may be several of it.
    pub const fn is_list(self) -> bool {
        match self {
            Self::Index | Self::Setting => true,
            #[cfg(feature = "every-number")]
            Self::Calibration => true,
            _ => false,
        }
    }
}

impl Kind {
    /// Whether a value of this sort can stand here at all; its range is another question.
    pub fn accepts(self, scalar: &Scalar) -> bool {
        match self {
            Self::Text | Self::Choice(_) | Self::Size | Self::List => {
                matches!(scalar, Scalar::Text(_))
            }
            Self::Version | Self::NumberOrWord => {
                matches!(scalar, Scalar::Text(_) | Scalar::Integer(_))
            }
            #[cfg(feature = "every-number")]
            Self::Seconds => !matches!(scalar, Scalar::Bool(_)),
            #[cfg(feature = "every-number")]
            Self::Cost => !matches!(scalar, Scalar::Bool(_)),
            Self::Rows | Self::Share => !matches!(scalar, Scalar::Bool(_)),
            Self::Whole(..) | Self::Parameter(_) => matches!(scalar, Scalar::Integer(_)),
            Self::Later => true,
        }
    }

    /// The range of a whole number.
    pub fn range(self) -> Option<(u32, u32)> {
        match self {
            Self::Whole(min, max) => Some((min, max)),
            Self::Parameter(it) => Some((it.min, it.max)),
            _ => None,
        }
    }
}

impl fmt::Display for Kind {
    /// What is expected, as in "must be ...".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((min, max)) = self.range() {
            return write!(f, "a whole number between {min} and {max}");
        }
        f.write_str(match self {
            Self::Version => "a version in quotes",
            Self::Size => "a size with its unit, in quotes",
            Self::Rows => "a number of rows",
            Self::Share => "a number from 0 to below 1, or a percentage in quotes",
            #[cfg(feature = "every-number")]
            Self::Seconds => "a number of seconds, or a duration with its unit in quotes",
            #[cfg(feature = "every-number")]
            Self::Cost => "a number from 0",
            Self::List => "a list of texts, or names with their rows",
            Self::NumberOrWord => "a whole number, or a word in quotes",
            Self::Later => "left out",
            _ => "a text in quotes",
        })
    }
}

impl Field {
    /// The key and its example as a line of the file.
    pub fn example_line(&self) -> String {
        format!("{} = {}", self.key, self.example)
    }

    /// The example as a plain text, as a flag would have it.
    pub fn plain_example(&self) -> String {
        self.example.to_string().trim_matches('"').to_owned()
    }

    /// Reads the text of a flag or of a form as a value of this key.
    ///
    /// A text that is no such value stays a text, and is refused with all other problems later.
    pub fn read_text(&self, text: &str) -> Scalar {
        if self.kind.range().is_some() || matches!(self.kind, Kind::NumberOrWord) {
            let digits =
                if text.contains('_') { text.replace('_', "").into() } else { Cow::from(text) };
            if let Ok(number) = digits.trim().parse() {
                return Scalar::Integer(number);
            }
        }
        Scalar::Text(text.to_owned())
    }
}

impl fmt::Display for Example {
    /// As TOML has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(it) => write!(f, "\"{it}\""),
            Self::Integer(it) => it.fmt(f),
        }
    }
}
