//! Searches with a setting of their own, for each driver.

use hnswkit_core::snippet::{SNIPPETS, Snippet};
use serde::Serialize;

use super::SCHEMA;

/// Searches with a setting of their own that no pool passes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnippetsDocument {
    /// The version of the document.
    pub schema: u32,
    /// The snippets, by language.
    pub snippets: Vec<SnippetEntry>,
}

/// One snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnippetEntry {
    /// A stable name in kebab case.
    pub id: String,
    /// The driver or library.
    pub title: String,
    /// The language, as Markdown names it.
    pub language: String,
    /// The program: a function that searches for the nearest rows.
    pub code: String,
    /// How it is known to work: `run`, `read` or `written`.
    pub proof: String,
    /// The same as a sentence.
    pub proof_text: String,
}

impl SnippetsDocument {
    /// One snippet, or all of them.
    pub fn new(one: Option<&Snippet>) -> Self {
        let snippets = match one {
            Some(it) => vec![it.into()],
            None => SNIPPETS.iter().map(SnippetEntry::from).collect(),
        };
        Self { schema: SCHEMA, snippets }
    }
}

impl From<&Snippet> for SnippetEntry {
    fn from(it: &Snippet) -> Self {
        Self {
            id: it.id.to_owned(),
            title: it.title.to_owned(),
            language: it.language.to_owned(),
            code: it.code.to_owned(),
            proof: it.proof.id().to_owned(),
            proof_text: it.proof.sentence().to_owned(),
        }
    }
}
