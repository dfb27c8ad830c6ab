//! `hnswkit runbook`.

use hnswkit_api::json::RunbookDocument;

use crate::{
    args::{Global, Runbook},
    failure::Failure,
    files::{self, NewFile},
    output::{self, findings, json, written},
    planning, spec_source,
};

/// Prints or writes the runbook.
pub(super) fn run(args: &Runbook, global: Global) -> Result<(), Failure> {
    let plan = planning::plan(spec_source::require(&args.spec, global)?)?.plan;
    let document = RunbookDocument::new(&plan);
    let Some(path) = &args.output else {
        findings::report(&plan.findings, global);
        if global.json {
            return json::print(&document);
        }
        return output::as_it_is(&document.content);
    };
    let file = [NewFile { path: path.clone(), content: &document.content }];
    let done = files::write(&file, args.force)?;
    if !global.json {
        findings::report(&plan.findings, global);
    }
    written::report(&file, &done, &plan.findings, global)
}
