//! `hnswkit plan`.

use hnswkit_api::json::PlanDocument;

use crate::{
    args::{Global, Plan},
    failure::Failure,
    output::{
        self, json,
        plan::{Detail, show},
    },
    planning, spec_source,
};

/// Shows the plan.
pub(super) fn run(args: &Plan, global: Global) -> Result<(), Failure> {
    let planned = planning::plan(spec_source::require(&args.spec, global)?)?;
    if global.json {
        let files = planned.format.map(|it| it.render(&planned.plan, &planned.options));
        return json::print(&PlanDocument::new(&planned.plan, files.unwrap_or_default()));
    }
    let detail = Detail { sql: args.sql || global.verbose, why: global.verbose };
    output::stdout(&show(&planned.plan, detail))
}
