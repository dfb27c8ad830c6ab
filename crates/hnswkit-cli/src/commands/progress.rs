//! `estimate --progress`: how long a running build still takes.

use std::path::Path;

use hnswkit_api::{json::ProgressDocument, progress};
use hnswkit_core::plan::Plan;

use crate::{
    args::Global,
    failure::Failure,
    output::{self, json, progress::show},
    pasted,
};

/// Reads the samples, and shows what is left.
pub(super) fn run(plan: &Plan, file: &Path, global: Global) -> Result<(), Failure> {
    let samples = progress::read(&pasted::file("--progress", file, global)?);
    if samples.is_empty() {
        return Err(Failure::input(
            "--progress",
            "there is no sample of a build's progress in it",
            "give what the query of `hnswkit monitor --id progress` prints while it builds",
        ));
    }
    let document = ProgressDocument::new(plan, &samples);
    if global.json {
        return json::print(&document);
    }
    output::stdout(&show(&document))
}
