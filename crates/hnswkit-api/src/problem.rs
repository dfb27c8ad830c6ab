//! What is wrong with a request, and where.

use std::{collections::BTreeSet, fmt, sync::Arc};

use serde::{Serialize, Serializer};

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The offset in bytes, from 0.
    pub byte: u32,
}

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The name of the file, as the caller gave it.
    #[serde(serialize_with = "plain_text")]
    #[cfg_attr(feature = "tsify", tsify(type = "string"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub file: Arc<str>,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The field, such as `index[0].m`; indexes count from 0.
    pub field: String,
    /// The value as it was given, if one was.
    pub value: Option<String>,
    /// What is wrong, with the value and the allowed range.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where the value stands, if it came from a file.
    pub place: Option<Place>,
}

/// Everything that is wrong with a request, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

fn plain_text<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

/// Long and unprintable texts do not belong in a message.
fn printable(text: &str) -> String {
    const MAX_CHARS: usize = 400;
    let mut out = String::with_capacity(text.len().min(MAX_CHARS));
    for (n, it) in text.chars().enumerate() {
        if n == MAX_CHARS {
            out.push('…');
            break;
        }
        // A message is one line of text for a terminal, whatever the value was.
        if it.is_control() { out.extend(it.escape_default()) } else { out.push(it) }
    }
    out
}

impl Problem {
    /// A problem that no file has a place for.
    pub fn new(
        field: impl Into<String>,
        value: Option<String>,
        message: impl fmt::Display,
        help: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            value: value.map(|it| printable(&it)),
            message: printable(&message.to_string()),
            help: help.into(),
            place: None,
        }
    }

    /// The same problem with its place.
    #[must_use]
    pub fn at(self, place: Option<Place>) -> Self {
        Self { place, ..self }
    }
}

impl Problems {
    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// Adds those of `later` that concern other fields: one cause should not show twice.
    pub fn extend_with_other_fields(&mut self, later: Self) {
        let known: BTreeSet<String> = self.0.iter().map(|it| it.field.clone()).collect();
        self.0.extend(later.0.into_iter().filter(|it| !known.contains(&it.field)));
    }

    /// The value if nothing is wrong, otherwise the problems, those in a file in its order.
    ///
    /// # Errors
    ///
    /// When there is a problem.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self.sorted()) }
    }

    /// In the order of the file, those without a place first.
    #[must_use]
    #[cfg_attr(not(feature = "parse"), expect(unused_mut, reason = "without files no places"))]
    pub fn sorted(mut self) -> Self {
        #[cfg(feature = "parse")]
        self.0.sort_by_key(|it| it.place.as_ref().map(|it| it.start.byte));
        self
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Place {
    /// As editors and terminals link it: `hnswkit.toml:12:5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.start.line, self.start.column)
    }
}

impl fmt::Display for Problem {
    /// One line, without the help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}: {}", self.message),
            None => write!(f, "{}: {}", self.field, self.message),
        }
    }
}

impl fmt::Display for Problems {
    /// One line a problem.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.0.iter().enumerate() {
            if 0 < n {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line_of_bounded_length() {
        let problem = Problem::new("f", Some("x".repeat(1_000)), "a\u{1b}[2J\nb", "help");
        assert_eq!(problem.value.unwrap().chars().count(), 401);
        assert_eq!(problem.message, "a\\u{1b}[2J\\nb");
    }

    #[test]
    fn a_place_reads_like_a_link() {
        let start = Position { line: 12, column: 5, byte: 90 };
        let place = Place { file: "hnswkit.toml".into(), start, end: start };
        let problem = Problem::new("index[0].m", None, "`m` is odd", "help").at(Some(place));
        assert_eq!(problem.to_string(), "hnswkit.toml:12:5: `m` is odd");
    }
}
