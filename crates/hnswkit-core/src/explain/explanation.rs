//! One row of the table.

use std::fmt;

/// A message and what it means.
///
/// `{hole}`s of the patterns stand for what varies, `{hole#}`s for numbers; title, meaning,
/// actions and checks can have the same holes.
#[derive(Debug, PartialEq, Eq)]
pub struct Explanation {
    /// A stable name in kebab case.
    pub id: &'static str,
    /// How servers send it.
    pub severity: Severity,
    /// The message, as each release words it.
    pub patterns: &'static [&'static str],
    /// A message for each pattern.
    pub examples: &'static [&'static str],
    /// What happened, in a few words.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to do, in this order; at least one.
    pub actions: &'static [&'static str],
    /// SQL that shows more.
    pub checks: &'static [Check],
    /// Where it is documented, or was measured.
    pub sources: &'static [&'static str],
}

/// SQL that shows more, and only reads.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// What it shows.
    pub why: &'static str,
    /// The statement; its holes become string constants.
    pub sql: &'static str,
}

/// How a server sends a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// In the log of the server, or of its machine, only.
    Log,
    /// The statement goes on.
    Notice,
    /// The statement goes on, and did not do all of what it says.
    Warning,
    /// The statement failed.
    Error,
    /// The session ended.
    Fatal,
}

impl Severity {
    /// The name, in lower case.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
