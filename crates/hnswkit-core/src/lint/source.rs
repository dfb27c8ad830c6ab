//! What is checked: files in the order in which they are run.

use std::{borrow::Cow, ops::Range};

use super::{Event, Tool};
use crate::parse::Span;

/// One file, or what came on standard input.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// The path, as people write it; directories and endings tell which tool runs it.
    pub name: &'a str,
    /// What it holds.
    pub content: Content<'a>,
    /// What it is there for.
    pub role: Role,
    /// The tool that runs it, when it is known; else the name and the directives in it tell.
    pub tool: Option<Tool>,
}

/// What a source holds.
#[derive(Debug, Clone)]
pub enum Content<'a> {
    /// A file of SQL.
    Sql(&'a str),
    /// A program: the SQL and the calls of index builders that were found in it, in order.
    Program(Vec<Piece<'a>>),
}

/// What a source is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// It is run, and judged.
    #[default]
    Judged,
    /// It tells what the database looks like before: it is read, not judged.
    Schema,
}

/// A part of a program.
#[derive(Debug, Clone)]
pub enum Piece<'a> {
    /// SQL that the program sends in one go.
    Sql(Fragment<'a>),
    /// A call of a builder, said as the statement that it stands for; its places are those of
    /// the program.
    Event(Event),
    /// From here on the program goes that way.
    Direction(Direction),
    /// From here on the statements are run so.
    Wrap(Wrap),
    /// A comment of the program, with what begins it.
    Comment {
        /// How it is spelled.
        text: Cow<'a, str>,
        /// Where it stands.
        span: Span,
        /// Whether it stands on the line on which the piece before ends.
        trailing: bool,
    },
}

/// SQL within a string of a program.
#[derive(Debug, Clone)]
pub struct Fragment<'a> {
    /// The value of the string.
    pub text: Cow<'a, str>,
    /// Where its parts stand in the program.
    pub map: OffsetMap,
}

/// Begins a word of a fragment or builder that stands for what only the running program knows.
///
/// It is a letter to PostgreSQL, and nobody writes it.
pub const HOLE: char = '‹';

/// Leads from places in a fragment to places in the program around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    /// Pairs of places, fragment first, in ascending order; each holds up to the next.
    pub steps: Vec<(usize, usize)>,
}

/// Which way a migration goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Forward.
    #[default]
    Up,
    /// Back: what it does is not part of the history.
    Down,
}

/// How statements are put into transactions by what runs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wrap {
    /// Nobody knows.
    #[default]
    Unknown,
    /// Each statement is a transaction of its own.
    Each,
    /// One transaction around all of them.
    File,
    /// All go in one message: with more than one, they are one transaction.
    Message,
}

impl<'a> Source<'a> {
    /// A file of SQL that is judged.
    pub fn sql(name: &'a str, text: &'a str) -> Self {
        Self { name, content: Content::Sql(text), role: Role::Judged, tool: None }
    }

    /// A file of SQL that tells what the database looks like.
    pub fn schema(name: &'a str, text: &'a str) -> Self {
        Self { role: Role::Schema, ..Self::sql(name, text) }
    }
}

impl OffsetMap {
    /// The place in the program.
    pub fn offset(&self, fragment: usize) -> usize {
        let after = self.steps.partition_point(|it| it.0 <= fragment);
        match after.checked_sub(1).and_then(|it| self.steps.get(it)) {
            Some((from, to)) => to + (fragment - from),
            None => fragment,
        }
    }

    /// The span in the program, and whether it is spelled there as in the fragment.
    pub fn span(&self, fragment: Range<usize>) -> (Span, bool) {
        let start = self.offset(fragment.start);
        let end = self.offset(fragment.end).max(start);
        let same = end - start == fragment.end - fragment.start
            && !self.steps.iter().any(|it| fragment.start < it.0 && it.0 < fragment.end);
        (start..end, same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_string_lead_to_places_in_the_program() {
        // The program is `x("a\nb")`, the fragment `a`, a line feed, `b`.
        let map = OffsetMap { steps: vec![(0, 3), (2, 6)] };
        assert_eq!(map.offset(0), 3);
        assert_eq!(map.span(2..3), (6..7, true));
        assert_eq!(map.span(0..3), (3..7, false));
    }
}
