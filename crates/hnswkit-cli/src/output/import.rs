//! What a schema says, for people.

use hnswkit_api::json::ImportDocument;

use super::{
    style::{HINT, WARNING, paint},
    text,
};

/// What to do when nothing can be planned.
pub(crate) const HELP: &str =
    "name a column that is not in the schema: `hnswkit init docs.embedding --type 'vector(768)'`";

/// What could not be read, or stands in the way.
pub(crate) fn notes(document: &ImportDocument) -> String {
    let mut out = String::new();
    for it in &document.notes {
        let message = format!("line {}: {}", it.start.line, it.message);
        text::push(&mut out, &format!("{}: ", paint(WARNING, "note")), "      ", &message);
        text::push(&mut out, &format!("      {}: ", paint(HINT, "help")), "            ", &it.help);
    }
    out
}

/// Why nothing is planned.
pub(crate) fn nothing(document: &ImportDocument) -> &'static str {
    if document.columns.is_empty() {
        "nothing to plan: the schema has no vector column"
    } else if document.columns.iter().all(|it| !it.indexes.is_empty()) {
        "nothing to plan: every vector column has an index"
    } else {
        "nothing to plan: no vector column without an index can have one as it is"
    }
}
