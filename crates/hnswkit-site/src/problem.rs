//! What is wrong with a page, and where.

use std::fmt;

/// Something that a reader would stumble over; the build fails and names all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, or what the page was made from.
    pub source: String,
    /// The line in the page's Markdown.
    pub line: usize,
    /// What is the matter.
    pub message: String,
}

impl Problem {
    /// Something at a byte of a text.
    pub(crate) fn at(source: &str, text: &str, offset: usize, message: String) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        Self { source: source.to_owned(), line: 1 + before.matches('\n').count(), message }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.source, self.line, self.message)
    }
}
