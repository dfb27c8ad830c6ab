//! PostgreSQL identifiers.

use std::fmt;

use super::keywords::KEYWORDS;

/// One part of a PostgreSQL name, unquoted, as the catalog has it; `Display` writes it as SQL.
///
/// ```
/// # use hnswkit_core::domain::Identifier;
/// assert_eq!(Identifier::new("messages")?.to_string(), "messages");
/// assert_eq!(Identifier::new("Order")?.to_string(), "\"Order\"");
/// # Ok::<(), hnswkit_core::domain::IdentifierError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(String);

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdentifierError {
    /// The text is empty.
    Empty,
    /// The text has a control character (PostgreSQL refuses only NUL; see [`Identifier::new`]).
    Control {
        /// The first such character.
        character: char,
    },
    /// PostgreSQL would silently cut the name to 63 bytes.
    TooLong {
        /// The length in bytes.
        bytes: usize,
    },
}

impl Identifier {
    /// The longest name in bytes.
    // PostgreSQL 18 src/include/pg_config_manual.h: NAMEDATALEN - 1.
    pub const MAX_BYTES: usize = 63;

    /// Accepts `name` if PostgreSQL would keep it as it is.
    ///
    /// Control characters are refused although PostgreSQL accepts them:
    /// a line break in a name would end a comment and start SQL.
    ///
    /// # Errors
    ///
    /// When the name is empty, longer than 63 bytes, or has a control character.
    pub fn new(name: impl Into<String>) -> Result<Self, IdentifierError> {
        let name = name.into();
        if name.is_empty() {
            return Err(IdentifierError::Empty);
        }
        // U+2028 and U+2029 end a line in JavaScript.
        let ends_a_line = |it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}');
        if let Some(character) = name.chars().find(|it| ends_a_line(*it)) {
            return Err(IdentifierError::Control { character });
        }
        if Self::MAX_BYTES < name.len() {
            return Err(IdentifierError::TooLong { bytes: name.len() });
        }
        Ok(Self(name))
    }

    /// A name made of `stem` and `suffix`, the stem cut at a character so that it fits.
    ///
    /// A stem that has to be cut ends in eight hexadecimal digits of its hash,
    /// so that two long names that differ only at their ends stay different.
    pub(crate) fn from_stem(stem: &str, suffix: &str) -> Self {
        let room = Self::MAX_BYTES - suffix.len();
        if stem.len() <= room {
            return Self(format!("{stem}{suffix}"));
        }
        let mut end = room - 9;
        while !stem.is_char_boundary(end) {
            end -= 1;
        }
        // 32 bits name an index among its siblings well enough; the low ones mix best.
        let hash = crate::hash::fnv1a(stem.as_bytes()) & 0xffff_ffff;
        Self(format!("{}_{hash:08x}{suffix}", &stem[..end]))
    }

    /// The name as the catalog has it, without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn is_plain(&self) -> bool {
        let mut bytes = self.0.bytes();
        matches!(bytes.next(), Some(b'a'..=b'z' | b'_'))
            && bytes.all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'_'))
            && KEYWORDS.binary_search(&self.0.as_str()).is_err()
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain() {
            return f.write_str(&self.0);
        }
        f.write_str("\"")?;
        for (n, part) in self.0.split('"').enumerate() {
            if 0 < n {
                f.write_str("\"\"")?;
            }
            f.write_str(part)?;
        }
        f.write_str("\"")
    }
}

impl fmt::Display for IdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a name cannot be empty"),
            Self::Control { character } => {
                write!(f, "a name cannot contain the control character {character:?}")
            }
            Self::TooLong { bytes } => write!(
                f,
                "a name has at most {max} bytes, but this one has {bytes}",
                max = Identifier::MAX_BYTES
            ),
        }
    }
}

impl std::error::Error for IdentifierError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, sql: &str) {
        assert_eq!(Identifier::new(name).unwrap().to_string(), sql);
    }

    #[test]
    fn quotes_only_where_needed() {
        check("messages", "messages");
        check("_m1", "_m1");
        check("Messages", "\"Messages\"");
        check("user", "\"user\"");
        check("1st", "\"1st\"");
        check("a b", "\"a b\"");
        check("we\"ird", "\"we\"\"ird\"");
        check("имя", "\"имя\"");
    }

    #[test]
    fn refuses_what_postgresql_would_change() {
        assert_eq!(Identifier::new(""), Err(IdentifierError::Empty));
        assert_eq!(
            Identifier::new("a\n; DROP TABLE t"),
            Err(IdentifierError::Control { character: '\n' })
        );
        assert_eq!(Identifier::new("é".repeat(32)), Err(IdentifierError::TooLong { bytes: 64 }));
        assert!(Identifier::new("x".repeat(63)).is_ok());
    }

    #[test]
    fn a_long_stem_is_cut_at_a_character_and_stays_unique() {
        let one = Identifier::from_stem(&("é".repeat(40) + "1"), "_hnsw");
        let two = Identifier::from_stem(&("é".repeat(40) + "2"), "_hnsw");
        assert!(one.as_str().len() <= Identifier::MAX_BYTES);
        assert!(one.as_str().ends_with("_hnsw"));
        assert_ne!(one, two);
    }
}
