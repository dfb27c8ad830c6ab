//! What is worth saying about a change of model; one function a finding.

use super::{
    BuildSettings, IndexRequest, MODEL_STAGES, Request, Severity,
    findings::{Look, Note},
};
use crate::estimate::Filler;

/// Every finding about a change of model.
pub(super) const LOOKS: &[Look] = &[two_columns, filled_row_by_row, application];

/// Whether it is that stage.
pub(super) fn is(index: &IndexRequest, stage: &str) -> bool {
    index.model.is_some()
        && MODEL_STAGES.iter().any(|(id, it)| *id == stage && *it == index.operation)
}

/// Whether what is worth saying about a build is said: only one stage builds.
pub(super) fn builds(index: &IndexRequest) -> bool {
    index.model.is_none() || is(index, "index")
}

fn two_columns(_: &Request, index: &IndexRequest, build: &BuildSettings) -> Option<Note> {
    if !is(index, "expand") {
        return None;
    }
    let old = index.model.as_ref()?.old_type;
    let filled = build.estimate.filled(old, index.vector_type.into(), Filler::Application);
    let bytes = filled.column_bytes;
    Some(Note {
        id: "two-columns",
        severity: Severity::Hint,
        message: format!(
            "until the old column is dropped {} holds both: about {bytes} more for {} rows, \
             of it a second version of each row until vacuum has been there; and both indexes",
            index.definition.table, index.rows
        ),
        help: "what the old column took becomes free for new rows, and goes back to the disk only \
               when the table is written anew (VACUUM FULL, pg_repack)"
            .to_owned(),
    })
}

fn filled_row_by_row(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    if !is(index, "expand") {
        return None;
    }
    // Measured with pgvector 0.8.6 on PostgreSQL 18.6 and two processors that others shared: 3,000
    // rows of vector(1536) with an HNSW index get a vector(1024), one UPDATE and COMMIT each.
    // fillfactor 50: all HOT, 0.4 s, 5.3 kB of WAL a row; 100: 44 % HOT, 17 s, 28 kB; with an index
    // whose predicate names the new column: none HOT, 19 s.
    Some(Note {
        id: "filled-row-by-row",
        severity: Severity::Warning,
        message: format!(
            "the application writes each row of {} anew: 0.15 ms and 5 kB of WAL a row where its \
             page has room, 6 ms and up to 28 kB where it has none, as the old HNSW index then \
             gets a new entry",
            index.definition.table
        ),
        help:
            "fill it before the stage index, in short transactions, so that pages are cleaned in \
               between; give no index a predicate or key with the new column until then"
                .to_owned(),
    })
}

/// What the application does before the next stage.
const NEXT: &[(&str, &str, &str)] = &[
    (
        "expand",
        "deploy the application so that it writes both embeddings, in one statement, and embeds \
         the rows without one",
        "the stage `index` stops as long as rows are without",
    ),
    (
        "index",
        "compare the answers of both columns before you go on",
        "the same question to both, embedded with the model of each: how many of the ten nearest \
         are the same, and which are better",
    ),
    (
        "switch",
        "deploy the application so that it reads the new column, and goes on writing both",
        "going back is to deploy the one that reads the old column",
    ),
    (
        "contract",
        "first deploy the application so that it neither reads nor writes the old column",
        "a statement that names it fails from then on",
    ),
];

fn application(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let (_, message, help) = NEXT.iter().find(|(stage, ..)| is(index, stage))?;
    Some(Note {
        id: "application",
        severity: Severity::Hint,
        message: (*message).to_owned(),
        help: (*help).to_owned(),
    })
}
