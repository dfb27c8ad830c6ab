//! `hnswkit runbook`.

use hnswkit_api::{
    answer,
    json::{RunbookDocument, RunbooksDocument},
};
use hnswkit_core::runbook::{self, RUNBOOKS, Runbook as Page};

use crate::{
    args::{Global, Runbook, SpecArgs},
    failure::Failure,
    files::{self, NewFile},
    output::{
        self, findings, json,
        style::{DIM, TITLE, paint},
        table::Table,
        written,
    },
    planning, spec_source,
};

/// Lists, prints or writes runbooks.
pub(super) fn run(args: &Runbook, global: Global) -> Result<(), Failure> {
    if args.list {
        return list(global);
    }
    let (page, spec) = choose(args)?;
    let plan = planning::plan(spec_source::require(&spec, global)?)?.plan;
    answer::has_runbook(&plan).map_err(|it| Failure::Input(it, Box::default()))?;
    let document = RunbookDocument::of(page.unwrap_or_else(|| runbook::of(&plan)), &plan);
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

/// The runbook that is asked for, and what is left of the arguments about the spec.
fn choose(args: &Runbook) -> Result<(Option<&'static Page>, SpecArgs), Failure> {
    let mut spec = args.spec.clone();
    let id = args.id.clone().or_else(|| spec.take_id());
    let page = id.map(|it| answer::chosen_runbook(&it)).transpose();
    Ok((page.map_err(|it| Failure::Input(it, Box::default()))?, spec))
}

fn list(global: Global) -> Result<(), Failure> {
    if global.json {
        return json::print(&RunbooksDocument::new());
    }
    let mut table = Table::default();
    table.row(["id", "when"].map(|it| paint(DIM, it)));
    for it in RUNBOOKS {
        table.row([paint(TITLE, it.id), it.when.to_owned()]);
    }
    let mut out = String::new();
    table.push(&mut out, "");
    output::stdout(&out)
}
