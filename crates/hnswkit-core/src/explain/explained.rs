//! What was found in a text.

use std::ops::Range;

use super::{Explanation, Figure, NOT_REPRODUCED, SEEN_ON, figures, fill};

/// The messages of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explained {
    /// Those in the table, in the order of the text; one that is there again, with the same
    /// values, is one with several places.
    pub found: Vec<Found>,
    /// Those that look like messages of a server and are not in the table, each once.
    pub unknown: Vec<Unknown>,
}

/// A message that is in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What is known of it.
    pub explanation: &'static Explanation,
    /// Which of its patterns.
    pub pattern: &'static str,
    /// The message, from the first place where it stands.
    pub message: String,
    /// What it says in its holes: names and values.
    pub values: Vec<(&'static str, String)>,
    /// Where it stands, in bytes; never empty.
    pub spans: Vec<Range<usize>>,
}

/// A message that is not in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// How it was sent, in lower case: `notice`, `warning`, `error` or `fatal`.
    pub severity: &'static str,
    /// The message.
    pub message: String,
    /// Whether it is in another language than English.
    pub translated: bool,
    /// Where it stands first, in bytes.
    pub span: Range<usize>,
}

impl Found {
    /// What the message says in a hole.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(it, _)| *it == name).map(|(_, value)| value.as_str())
    }

    /// Why no test has produced this message; none when one has.
    pub fn not_reproduced(&self) -> Option<&'static str> {
        let entry = NOT_REPRODUCED.iter().find(|(pattern, _)| *pattern == self.pattern);
        entry.map(|(_, why)| *why)
    }

    /// What happened, in a few words.
    pub fn title(&self) -> String {
        fill::prose(self.explanation.title, &self.values)
    }

    /// What it means.
    pub fn meaning(&self) -> String {
        fill::prose(self.explanation.meaning, &self.values)
    }

    /// The releases on which tests have produced it; none when all that are supported.
    pub fn seen_on(&self) -> Option<&'static str> {
        let entry = SEEN_ON.iter().find(|(pattern, _)| *pattern == self.pattern);
        entry.map(|(_, releases)| *releases)
    }

    /// What follows from its numbers.
    pub fn figures(&self) -> Vec<Figure> {
        figures::figures(self)
    }

    /// What to do, in this order.
    pub fn actions(&self) -> Vec<String> {
        self.explanation.actions.iter().map(|it| fill::prose(it, &self.values)).collect()
    }

    /// SQL that shows more: what it shows, and the statement.
    pub fn checks(&self) -> Vec<(&'static str, String)> {
        let checks = self.explanation.checks.iter();
        checks.map(|it| (it.why, fill::sql(it.sql, &self.values))).collect()
    }
}
