//! How findings are shown; one file a format.

mod checkstyle;
mod concise;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod rdjson;
mod sarif;
mod xml;

use std::io::{self, Write};

use hnswkit_api::json::{LintDocument, LintFinding};

use super::text::Text;

/// A way to show findings.
pub(crate) struct Reporter {
    /// The word for `--format`.
    pub(crate) id: &'static str,
    /// Whether people read it: with color in a terminal.
    pub(crate) for_people: bool,
    /// Writes all of them.
    pub(crate) write: fn(&Report<'_>, &mut dyn Write) -> io::Result<()>,
}

/// What is shown.
pub(crate) struct Report<'a> {
    /// The findings.
    pub(crate) document: &'a LintDocument,
    /// The texts, in the order of the findings.
    pub(crate) texts: &'a [Text],
    /// Whether nothing but findings is wanted.
    pub(crate) quiet: bool,
}

/// Every reporter.
pub(crate) static REPORTERS: &[&Reporter] = &[
    &human::REPORTER,
    &concise::REPORTER,
    &json::REPORTER,
    &jsonl::REPORTER,
    &sarif::REPORTER,
    &github::REPORTER,
    &gitlab::REPORTER,
    &junit::REPORTER,
    &checkstyle::REPORTER,
    &rdjson::REPORTER,
];

/// What is shown unless something else is asked for.
pub(crate) static DEFAULT: &Reporter = &human::REPORTER;

/// One JSON document.
pub(crate) static JSON: &Reporter = &json::REPORTER;

impl std::fmt::Debug for Reporter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Reporter {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'a> Report<'a> {
    /// The findings of each text that has some.
    fn by_text(&self) -> impl Iterator<Item = (&'a Text, &'a [LintFinding])> {
        let mut texts = self.texts.iter();
        let groups = self.document.findings.chunk_by(|a, b| a.file == b.file);
        // Both are in the same order.
        groups.filter_map(move |it| {
            let file = &it.first()?.file;
            Some((texts.find(|it| it.name == *file)?, it))
        })
    }

    /// Every finding with its text.
    fn findings(&self) -> impl Iterator<Item = (&'a Text, &'a LintFinding)> {
        self.by_text().flat_map(|(text, them)| them.iter().map(move |it| (text, it)))
    }
}

/// JSON without our layout, for readers that have their own.
fn write_json(out: &mut dyn Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
