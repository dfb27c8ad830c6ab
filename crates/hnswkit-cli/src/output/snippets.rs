//! What a person adds to a project besides the migration.

use hnswkit_core::render::{Format, Snippet};
use serde::Serialize;

use super::{
    json,
    style::{DIM, TITLE, paint},
    text,
};
use crate::{args::Global, failure::Failure};

/// The snippets of a format.
#[derive(Serialize)]
struct SnippetsDocument<'a> {
    schema: u32,
    format: &'a str,
    snippets: Vec<SnippetEntry<'a>>,
}

/// One snippet.
#[derive(Serialize)]
struct SnippetEntry<'a> {
    title: &'a str,
    path: &'a str,
    language: &'a str,
    why: &'a str,
    content: &'a str,
}

/// Prints them, each below what it is for.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn print(snippets: &[Snippet], format: &Format, global: Global) -> Result<(), Failure> {
    if global.json {
        let snippets = snippets.iter().map(|it| SnippetEntry {
            title: &it.title,
            path: &it.path,
            language: it.language,
            why: &it.why,
            content: &it.content,
        });
        return json::print(&SnippetsDocument {
            schema: hnswkit_api::json::SCHEMA,
            format: format.id,
            snippets: snippets.collect(),
        });
    }
    if snippets.is_empty() {
        super::stderr(&format!(
            "there is nothing to add to a project of {} for these indexes; `hnswkit formats {}` says \
             what it does with them\n",
            format.title, format.id
        ));
    }
    let mut out = String::new();
    for (n, it) in snippets.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        out.push_str(&format!("{}  {}\n", paint(TITLE, &it.title), paint(DIM, &it.path)));
        text::push(&mut out, "", "", &it.why);
        out.push('\n');
        out.push_str(&it.content);
    }
    super::stdout(&out)
}
