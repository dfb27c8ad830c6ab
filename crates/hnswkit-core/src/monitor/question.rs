//! A question: its header and its SQL, read from one file.

use std::{fmt, str::FromStr};

use super::MONITORS;

/// A question to a running server; read-only, but for the settings of a transaction.
#[derive(Debug, PartialEq, Eq)]
pub struct Monitor {
    /// The id, which is also the name of the file.
    pub id: &'static str,
    /// What it is about.
    pub scope: Scope,
    source: &'static str,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All HNSW indexes of a database. The SQL runs as it stands; a plan narrows it down.
    Database,
    /// The server or the database as a whole, whether or not there is an index. It runs as it stands.
    Server,
    /// One index of a plan. Without one the SQL has holes, which psql's `\set` can fill: `table`,
    /// `index` (a string), `key`, `operator`, `type`, and `predicate`, whose line goes when there
    /// is none; a build of a sample has those of [`SampleBuild`](crate::estimate::SampleBuild) too.
    Index,
}

/// What the comments at the top of the file say, each as one paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// A name for headings.
    pub title: String,
    /// The question that it answers.
    pub question: String,
    /// How the answer looks when nothing is wrong.
    pub healthy: String,
    /// The oldest PostgreSQL and pgvector that it ran on.
    pub since: String,
    /// What a role needs to see the answer, and what `pg_monitor` adds.
    pub rights: String,
    /// What one should know to read the answer.
    pub notes: Vec<String>,
}

/// An id that no question has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMonitor {
    /// The id.
    pub id: String,
}

impl Monitor {
    pub(super) const fn new(id: &'static str, scope: Scope, source: &'static str) -> Self {
        Self { id, scope, source }
    }

    /// The whole file: header, blank line, SQL.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// The header as it stands in the file: comments, without the last line break.
    pub fn head(&self) -> &'static str {
        self.source.split_once("\n\n").map_or("", |(head, _)| head)
    }

    /// The SQL without the header.
    pub fn sql(&self) -> &'static str {
        self.source.split_once("\n\n").map_or(self.source, |(_, sql)| sql)
    }

    /// What the header says.
    pub fn header(&self) -> Header {
        Header::parse(self.head())
    }
}

impl Header {
    /// Reads lines like `-- title: Size`; a line that is indented by four continues the one before.
    fn parse(head: &str) -> Self {
        let mut fields: Vec<(&str, String)> = vec![];
        for line in head.lines() {
            let text = line.strip_prefix("-- ").unwrap_or_default();
            match (text.strip_prefix("    "), text.split_once(": "), fields.last_mut()) {
                (Some(more), _, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(more);
                }
                (None, Some((key, value)), _) => fields.push((key, value.to_owned())),
                _ => {}
            }
        }
        let mut header = Self::default();
        for (key, value) in fields {
            match key {
                "title" => header.title = value,
                "question" => header.question = value,
                "healthy" => header.healthy = value,
                "since" => header.since = value,
                "rights" => header.rights = value,
                "note" => header.notes.push(value),
                _ => {}
            }
        }
        header
    }
}

impl FromStr for &'static Monitor {
    type Err = UnknownMonitor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        MONITORS
            .iter()
            .find(|it| it.id == text)
            .ok_or_else(|| UnknownMonitor { id: text.to_owned() })
    }
}

impl fmt::Display for UnknownMonitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a monitor", self.id)
    }
}

impl std::error::Error for UnknownMonitor {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_may_have_several_lines() {
        let header = Header::parse("-- title: T\n-- note: one: two\n--     three\n-- note: four");
        assert_eq!(header.title, "T");
        assert_eq!(header.notes, ["one: two three", "four"]);
    }

    #[test]
    fn ids_are_read() {
        let it: &Monitor = "size".parse().unwrap();
        assert_eq!(it.header().title, "Size");
        let err = "sizes".parse::<&Monitor>().unwrap_err();
        assert_eq!(err.to_string(), "`sizes` is not a monitor");
    }
}
