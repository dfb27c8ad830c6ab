//! SQL that people wrote.

use std::fmt;

/// An expression or predicate of the user's, on one line.
///
/// It exists only where the parser has read it as one expression
/// (see `parse::expression`), so it cannot smuggle a second statement in; or where a type has
/// written it (see [`Reduced`](super::Reduced)).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawSql(String);

impl RawSql {
    /// `text` was read as one expression by our parser.
    #[cfg(feature = "parse")]
    pub(crate) fn from_parsed(text: String) -> Self {
        Self(text)
    }

    /// What a type of ours has written.
    #[cfg(feature = "every-operation")]
    pub(super) fn from_reduced(it: &super::Reduced) -> Self {
        Self(it.to_string())
    }

    /// The SQL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RawSql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
