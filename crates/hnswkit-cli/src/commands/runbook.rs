//! `hnswkit runbook`.

use hnswkit_api::json::SCHEMA;
use hnswkit_core::runbook;
use serde::Serialize;

use crate::{
    args::{Global, Runbook},
    failure::Failure,
    files::{self, NewFile},
    output::{self, findings, json, written},
    planning, spec_source,
};

/// The runbook.
#[derive(Serialize)]
struct RunbookDocument {
    schema: u32,
    /// Markdown.
    content: String,
}

/// Prints or writes the runbook.
pub(super) fn run(args: &Runbook, global: Global) -> Result<(), Failure> {
    let plan = planning::plan(spec_source::require(&args.spec, global)?)?.plan;
    let content = runbook::render(&plan);
    let Some(path) = &args.output else {
        findings::report(&plan.findings, global);
        if global.json {
            return json::print(&RunbookDocument { schema: SCHEMA, content });
        }
        return output::as_it_is(&content);
    };
    let file = [NewFile { path: path.clone(), content: &content }];
    let done = files::write(&file, args.force)?;
    if !global.json {
        findings::report(&plan.findings, global);
    }
    written::report(&file, &done, &plan.findings, global)
}
