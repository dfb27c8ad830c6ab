//! `estimate --spilled-after`: from the NOTICE of a build back to its memory.

use hnswkit_api::json::SpilledDocument;
use hnswkit_core::{domain::Rows, plan::Plan};

use crate::{
    args::Global,
    failure::Failure,
    output::{self, json, spilled::show},
};

/// Reads the number of tuples; commas and underscores are fine.
pub(super) fn parse(text: &str) -> Result<Rows, Failure> {
    text.replace(',', "").parse().map_err(|_| {
        Failure::input(
            "--spilled-after",
            format!("it must be the number of tuples of the NOTICE, but is `{text}`"),
            "the server says: hnsw graph no longer fits into maintenance_work_mem after N tuples",
        )
    })
}

/// Shows the memory that was in force.
pub(super) fn run(plan: &Plan, rows: Rows, global: Global) -> Result<(), Failure> {
    let document = SpilledDocument::new(plan, rows);
    if global.json {
        return json::print(&document);
    }
    output::stdout(&show(&document, rows))
}
