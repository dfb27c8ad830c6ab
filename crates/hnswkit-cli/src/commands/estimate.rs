//! `hnswkit estimate`.

use hnswkit_api::json::EstimateDocument;

use super::{progress, spilled};
use crate::{
    args::{Estimate, Global},
    failure::Failure,
    output::{
        self,
        estimate::{more, show},
        findings, json,
    },
    planning, spec_source,
};

/// Shows the numbers and how they come about.
pub(super) fn run(args: &Estimate, global: Global) -> Result<(), Failure> {
    let after = args.spilled_after.as_deref().map(spilled::parse).transpose()?;
    let planned = planning::plan(spec_source::require(&args.spec, global)?)?;
    planning::about_indexes(&planned.plan)?;
    if let Some(rows) = after {
        return spilled::run(&planned.plan, rows, global);
    }
    if let Some(file) = &args.progress {
        return progress::run(&planned.plan, file, global);
    }
    findings::report(&planned.plan.findings, global);
    if global.json {
        return json::print(&EstimateDocument::new(&planned.plan));
    }
    let mut text = show(&planned.plan, global.verbose);
    if !global.verbose && !global.quiet {
        text.push_str(&more());
    }
    output::stdout(&text)
}
