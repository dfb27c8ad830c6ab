//! Names with or without a schema.

use std::{fmt, str::FromStr};

use super::{Identifier, IdentifierError};

/// A table or index, with or without its schema; `Display` writes it as SQL.
///
/// Parsed from text, a dot separates the parts and every part stands for itself, capitals included;
/// a part with a dot in it is written in double quotes (`"my.schema".messages`).
///
/// ```
/// # use hnswkit_core::domain::QualifiedName;
/// let name: QualifiedName = "App.Messages".parse()?;
/// assert_eq!(name.to_string(), "\"App\".\"Messages\"");
/// # Ok::<(), hnswkit_core::domain::QualifiedNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// The schema, if the name has one; without it `search_path` decides.
    pub schema: Option<Identifier>,
    /// The name itself.
    pub name: Identifier,
}

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QualifiedNameError {
    /// One part is no identifier.
    Part(IdentifierError),
    /// A double quote is opened and not closed, or something follows the closing one.
    Quote,
    /// There are more parts than a name of this kind has.
    TooManyParts {
        /// The number of parts found.
        found: usize,
        /// The number of parts allowed.
        max: usize,
    },
}

impl QualifiedName {
    /// Splits `text` at its dots into at most `max` parts.
    ///
    /// # Errors
    ///
    /// When a part is no identifier, a quote is left open, or there are more parts.
    pub fn parts(text: &str, max: usize) -> Result<Vec<Identifier>, QualifiedNameError> {
        let mut parts = vec![];
        let mut rest = text;
        loop {
            let (part, after) = match rest.strip_prefix('"') {
                Some(quoted) => unquote(quoted).ok_or(QualifiedNameError::Quote)?,
                None => {
                    let end = rest.find('.').unwrap_or(rest.len());
                    (rest[..end].to_owned(), &rest[end..])
                }
            };
            parts.push(Identifier::new(part).map_err(QualifiedNameError::Part)?);
            match after.strip_prefix('.') {
                Some(next) => rest = next,
                None if after.is_empty() => break,
                None => return Err(QualifiedNameError::Quote),
            }
        }
        if max < parts.len() {
            return Err(QualifiedNameError::TooManyParts { found: parts.len(), max });
        }
        Ok(parts)
    }

    /// The name in the same schema as this one.
    #[must_use]
    pub fn sibling(&self, name: Identifier) -> Self {
        Self { schema: self.schema.clone(), name }
    }
}

/// Reads up to the closing quote; gives the text and what follows the quote.
fn unquote(quoted: &str) -> Option<(String, &str)> {
    let mut part = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find('"')?;
        part.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(next) => {
                part.push('"');
                rest = next;
            }
            None => return Some((part, rest)),
        }
    }
}

impl FromStr for QualifiedName {
    type Err = QualifiedNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = Self::parts(text, 2)?;
        let name = parts.pop().ok_or(QualifiedNameError::Part(IdentifierError::Empty))?;
        Ok(Self { schema: parts.pop(), name })
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        self.name.fmt(f)
    }
}

impl fmt::Display for QualifiedNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(it) => it.fmt(f),
            Self::Quote => {
                f.write_str("a double quote in the name is not closed, or text follows it")
            }
            Self::TooManyParts { found, max } => {
                write!(f, "a name has at most {max} parts here, but this one has {found}")
            }
        }
    }
}

impl std::error::Error for QualifiedNameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, sql: &str) {
        assert_eq!(text.parse::<QualifiedName>().unwrap().to_string(), sql);
    }

    #[test]
    fn parts_stand_for_themselves() {
        check("messages", "messages");
        check("app.messages", "app.messages");
        check("App.My Table", "\"App\".\"My Table\"");
        check("\"a.b\".\"we\"\"ird\"", "\"a.b\".\"we\"\"ird\"");
    }

    #[test]
    fn broken_names_are_refused() {
        assert_eq!("\"a".parse::<QualifiedName>(), Err(QualifiedNameError::Quote));
        assert_eq!("\"a\"b".parse::<QualifiedName>(), Err(QualifiedNameError::Quote));
        assert_eq!(
            "a.b.c".parse::<QualifiedName>(),
            Err(QualifiedNameError::TooManyParts { found: 3, max: 2 })
        );
        assert_eq!(
            "a.".parse::<QualifiedName>(),
            Err(QualifiedNameError::Part(IdentifierError::Empty))
        );
    }
}
