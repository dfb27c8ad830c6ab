//! From a spec to an answer: what the command prints with `--json`, and what the page gets.

use hnswkit_core::{
    monitor::MONITORS,
    plan::{self, Plan, Task},
    render::Format,
    runbook::{self, RUNBOOKS, Runbook, UnknownRunbook},
};

use crate::{
    json::{EstimateDocument, MonitorDocument, PictureDocument, PlanDocument, RunbookDocument},
    problem::{Problem, Problems},
    spec::Spec,
};

/// What is written when no tool is named.
pub const DEFAULT_FORMAT: &str = "sql";

/// The tool's format, or the plain SQL that any tool can run.
pub fn format(spec: &Spec) -> Option<&'static Format> {
    spec.format().or_else(|| DEFAULT_FORMAT.parse().ok())
}

/// The plan of a spec.
///
/// # Errors
///
/// With everything that is wrong with it.
pub fn planned(spec: &Spec) -> Result<Plan, Problems> {
    plan::plan(spec.to_request()?).map_err(|errors| spec.plan_problems(&errors))
}

/// What `hnswkit plan --json` says: steps and numbers, and files if a tool is named.
///
/// # Errors
///
/// With everything that is wrong with the spec.
pub fn plan(spec: &Spec) -> Result<PlanDocument, Problems> {
    let plan = planned(spec)?;
    let files = spec.format().map(|it| it.render(&plan, &spec.render_options()));
    Ok(PlanDocument::new(&plan, files.unwrap_or_default()))
}

/// What `hnswkit generate --json` says: the same, with plain SQL if no tool is named.
///
/// # Errors
///
/// With everything that is wrong with the spec.
pub fn generate(spec: &Spec) -> Result<PlanDocument, Problems> {
    let plan = planned(spec)?;
    let files = format(spec).map(|it| it.render(&plan, &spec.render_options()));
    Ok(PlanDocument::new(&plan, files.unwrap_or_default()))
}

/// What `hnswkit estimate --json` says.
///
/// # Errors
///
/// With everything that is wrong with the spec.
pub fn estimate(spec: &Spec) -> Result<EstimateDocument, Problems> {
    let plan = planned(spec)?;
    about_indexes(&plan)?;
    Ok(EstimateDocument::new(&plan))
}

/// What `hnswkit monitor --json` says.
///
/// # Errors
///
/// With everything that is wrong with the spec.
pub fn monitor(spec: &Spec) -> Result<MonitorDocument, Problems> {
    Ok(MonitorDocument::of(MONITORS, &planned(spec)?))
}

/// What `hnswkit runbook --json` says; without an id, of the runbook of the plan's own mode.
///
/// # Errors
///
/// With everything that is wrong with the spec, or when there is no runbook of that id.
pub fn runbook(spec: &Spec, id: Option<&str>) -> Result<RunbookDocument, Problems> {
    let chosen = id.map(chosen_runbook).transpose()?;
    let plan = planned(spec)?;
    has_runbook(&plan)?;
    Ok(RunbookDocument::of(chosen.unwrap_or_else(|| runbook::of(&plan)), &plan))
}

/// Refuses a plan without indexes, where numbers and names of indexes are asked for.
///
/// # Errors
///
/// When there is none.
pub fn about_indexes(plan: &Plan) -> Result<(), Problems> {
    needs_indexes(plan, "add an `[[index]]` section for each index that it should be about")
}

/// Refuses a runbook of a plan without indexes: all of them name some.
///
/// # Errors
///
/// When there is none; the help says which runbook goes with what the plan does.
pub fn has_runbook(plan: &Plan) -> Result<(), Problems> {
    let help = match plan.request.tasks.first() {
        Some(Task::Upgrade(_)) => {
            "`hnswkit plan` has the steps of the upgrade; add an `[[index]]` section for each \
             index of the database, and ask for the runbook `upgrade-pgvector`"
        }
        Some(Task::Restore(_)) => {
            "add an `[[index]]` section for each index of the dump, and ask for the runbook \
             `restore-from-a-dump`"
        }
        Some(Task::Setting(_)) | None => {
            "`hnswkit plan` has all that a change of settings needs; for what it is to cure, add \
             an `[[index]]` section and ask for `recall-too-low`, `too-few-rows` or \
             `index-not-used`"
        }
    };
    needs_indexes(plan, help)
}

fn needs_indexes(plan: &Plan, help: &'static str) -> Result<(), Problems> {
    let mut problems = Problems::default();
    if plan.request.indexes.is_empty() {
        let message = "this is about indexes, and the plan has none";
        problems.push(Problem::new("index", None, message, help));
    }
    problems.or(())
}

/// The runbook of that id.
///
/// # Errors
///
/// When there is none; the help names all.
pub fn chosen_runbook(id: &str) -> Result<&'static Runbook, Problems> {
    id.parse().map_err(|error: UnknownRunbook| {
        let known: Vec<_> = RUNBOOKS.iter().map(|it| it.id).collect();
        let help = format!("there are {}", known.join(", "));
        let mut problems = Problems::default();
        problems.push(Problem::new("--id", Some(error.id.clone()), error.to_string(), help));
        problems
    })
}

/// What is drawn for the first index of a spec.
///
/// # Errors
///
/// With everything that is wrong with the spec.
pub fn picture(spec: &Spec) -> Result<PictureDocument, Problems> {
    let request = spec.to_request()?;
    let workloads = request.indexes.iter().map(|it| it.workload(&request.target));
    // A spec without an index is refused above.
    let mut documents = workloads.map(|it| PictureDocument::new(&it));
    documents.next().ok_or_else(Problems::default)
}
