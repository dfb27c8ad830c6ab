//! Pages that are made from tables: one file a table, one line in [`GENERATED`].

mod alerts;
mod command_line;
mod formats;
mod json;
mod messages;
mod models;
mod monitors;
mod operations;
mod operators;
mod parameters;
mod platforms;
mod rules;
mod runbooks;
mod snippets;
mod spec_file;
mod story;
mod types;
mod versions;

use anyhow::Result;

use crate::page::{Page, Section};

/// What makes the pages of a table.
type Generator = fn() -> Result<Vec<Page>>;

/// Every table, in the order of the documentation.
const GENERATED: &[Generator] = &[
    runbooks::pages,
    operations::pages,
    parameters::pages,
    snippets::pages,
    types::pages,
    operators::pages,
    versions::pages,
    messages::pages,
    monitors::pages,
    alerts::pages,
    models::pages,
    platforms::pages,
    command_line::pages,
    spec_file::pages,
    json::pages,
    rules::pages,
    formats::pages,
];

/// The sections of those pages.
pub(crate) fn sections() -> Vec<Section> {
    [
        ("runbooks", "Runbooks", None),
        ("reference", "Reference", None),
        ("rules", "Rules", Some("reference")),
        ("formats", "Formats", Some("reference")),
    ]
    .into_iter()
    .map(|(id, title, parent)| Section {
        id: id.to_owned(),
        title: title.to_owned(),
        in_header: parent.is_none(),
        parent: parent.map(str::to_owned),
    })
    .collect()
}

/// All of those pages.
///
/// # Errors
/// When the example of the documentation has no plan.
pub(crate) fn pages() -> Result<Vec<Page>> {
    let mut pages = vec![];
    for it in GENERATED {
        pages.extend(it()?);
    }
    Ok(pages)
}

/// Files that programs read.
pub(crate) fn files() -> Vec<(String, String)> {
    let mut files = json::files();
    files.extend(spec_file::files());
    files
}

/// A source: a link when it has an address, a page when it is a document of ours, else as it is.
fn source(text: &str) -> String {
    let ours = text.strip_prefix("docs/").and_then(|it| it.strip_suffix(".md"));
    match ours {
        Some(slug) => format!("[{text}](page:{slug})"),
        None if text.starts_with("https://") => format!("<{text}>"),
        None => crate::page::prose(text),
    }
}
