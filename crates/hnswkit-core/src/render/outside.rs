//! Tools that wrap everything into one transaction: the change happens outside, before them.
//!
//! A script for psql changes while reads and writes go on; the tool's migration proves that it did.
//! In a database whose tables have no rows the migration does it by itself, so that tests and
//! fresh machines need no script: it then runs the plan for a transaction.

use std::{borrow::Cow, fmt::Write as _, sync::Arc};

use super::{
    File, Role, comment,
    formats::psql,
    parts::Way,
    script::{self, query},
    summary,
};
#[cfg(feature = "every-operation")]
use crate::sql::WithoutRows;
use crate::{
    domain::IndexDefinition,
    plan::{IndexRequest, Mode, Phase, Plan, Request, Step, plan as plan_of, proofs},
    sql::{
        Change, Cure, GuardOutside, Parameter, RestoreSettings, SaveSettings, Scope, Set,
        SettingValue, Statement, Transaction, VerifyDropped, VerifyIndex,
    },
};

/// The steps of the tool's two migrations, and the scripts that come before them.
pub(super) struct Outside {
    /// The migration, and the one that undoes it.
    pub(super) up: Vec<Step>,
    /// The migration that undoes.
    pub(super) down: Vec<Step>,
    /// For psql, where no transaction may hold the plan.
    pub(super) scripts: Vec<File>,
    /// Whether the migration does it by itself where the tables have no rows.
    by_itself: bool,
}

/// The plan for a tool whose migrations lie in `folder`.
pub(super) fn outside(plan: &Plan, folder: &str) -> Outside {
    if plan.transaction() != Transaction::Forbidden {
        let (up, down) = (plan.up.clone(), plan.down.clone());
        return Outside { up, down, scripts: vec![], by_itself: true };
    }
    let path = |role: Role| format!("{folder}_outside/{}.{}.sql", plan.request.name, role.id());
    let (up_path, down_path) = (path(Role::Up), path(Role::Down));
    let file = |path: &String, role| File {
        path: path.clone(),
        role: Role::Outside,
        content: psql::script(plan, path, role),
    };
    let scripts = vec![file(&up_path, Role::Up), file(&down_path, Role::Down)];
    // What a plan refuses, it refuses in both modes; stages of a change have no way inside of one.
    let inside = plan_of(Request { mode: Mode::Transactional, ..plan.request.clone() })
        .ok()
        .filter(|it| it.transaction() != Transaction::Forbidden)
        .filter(|it| proves(&plan.up, &it.up) && proves(&plan.down, &it.down));
    Outside {
        up: migration(plan, inside.as_ref(), Way::Up, &up_path),
        down: migration(plan, inside.as_ref(), Way::Down, &down_path),
        scripts,
        by_itself: inside.is_some(),
    }
}

/// What a plan does with an index in one direction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Does {
    Build,
    Drop,
    Other,
}

fn does(step: &Step, plan: &Plan, way: Way) -> Does {
    let Some(index) = &step.index else { return Does::Other };
    let ours = |it: &&IndexRequest| it.definition.name == index.name;
    match (plan.request.indexes.iter().find(ours).map(|it| it.operation.id), way) {
        (Some("create"), Way::Up) | (Some("drop"), Way::Down) => Does::Build,
        (Some("create"), Way::Down) | (Some("drop"), Way::Up) => Does::Drop,
        _ => Does::Other,
    }
}

/// Whether the steps of the plan prove all that those inside of a transaction prove.
fn proves(steps: &[Step], inside: &[Step]) -> bool {
    proofs(inside).all(|wanted| {
        proofs(steps).any(|it| match (&it.statement, &wanted.statement) {
            (Statement::VerifyDropped(it), Statement::VerifyDropped(wanted)) => {
                wanted.names.iter().all(|name| it.names.contains(name))
            }
            (it, wanted) => it == wanted,
        })
    })
}

/// The steps for tables without rows, from the plan for a transaction, and the proof for all.
fn migration(plan: &Plan, inside: Option<&Plan>, way: Way, script: &str) -> Vec<Step> {
    let steps = |it: &Plan| match way {
        Way::Up => it.up.clone(),
        Way::Down => it.down.clone(),
    };
    let source = steps(inside.unwrap_or(plan));
    let is_proof = |it: &Step| matches!(it.phase, Phase::Verify | Phase::Restore);
    let n_before = source.len() - source.iter().rev().take_while(|it| is_proof(it)).count();
    let mut out = prepare();
    for (n, it) in source.into_iter().enumerate() {
        let does = does(&it, plan, way);
        match (&it.statement, does) {
            (it, _) if it.is_setting() => {}
            _ if n_before <= n => out.push(proof(it, does, script)),
            _ if inside.is_none() => {}
            #[cfg(feature = "every-operation")]
            (Statement::GuardPartitions(_), _) => out.push(it),
            (_, Does::Other) => out.push(without_rows(it, plan)),
            (_, Does::Build) if it.phase == Phase::Guard => {
                let why = "Stops when the script was not run; an index on a table without rows is \
                           built below.";
                out.extend(guard(&it, Change::Build, script, why));
            }
            (_, Does::Drop) if it.phase == Phase::Guard => {
                let why = "Stops when the script was not run; the index of a table without rows is \
                           dropped below.";
                let guard = guard(&it, Change::Drop, script, why);
                out.push(it);
                out.extend(guard);
            }
            _ => out.push(Step { why: Cow::Borrowed("Does nothing after the script."), ..it }),
        }
    }
    out.push(restore());
    out
}

/// The proof with the script as its cure.
fn proof(mut step: Step, does: Does, script: &str) -> Step {
    let cure = Cure::Script(script.to_owned());
    step.statement = match step.statement {
        Statement::VerifyIndex(it) => VerifyIndex { cure, ..it }.into(),
        Statement::VerifyDropped(it) => VerifyDropped { cure, ..it }.into(),
        it => it,
    };
    if does == Does::Drop {
        step.why = Cow::Borrowed("Fails loudly when the index is left.");
    }
    step
}

#[cfg(feature = "every-operation")]
fn without_rows(step: Step, plan: &Plan) -> Step {
    let table = step.index.as_deref().or_else(|| plan.definitions().next()).map(|it| &it.table);
    let Some(table) = table.cloned() else { return step };
    let statement = WithoutRows { table, statement: Box::new(step.statement.clone()) }.into();
    Step { statement, ..step }
}

#[cfg(not(feature = "every-operation"))]
fn without_rows(step: Step, _: &Plan) -> Step {
    step
}

/// The tool's transaction goes on with other migrations, so the settings are put back.
const PARAMETERS: [Parameter; 2] = [Parameter::LockTimeout, Parameter::StatementTimeout];

fn prepare() -> Vec<Step> {
    let scope = Scope::Transaction;
    let save = SaveSettings { scope, parameters: PARAMETERS.to_vec() };
    let set = |parameter, seconds| Set { scope, parameter, value: SettingValue::Seconds(seconds) };
    vec![
        step(Phase::Prepare, None, "Remembers the settings; the last step puts them back.", save),
        step(
            Phase::Prepare,
            None,
            "Gives up rather than queue in front of everybody.",
            set(Parameter::LockTimeout, 5),
        ),
        step(
            Phase::Prepare,
            None,
            "Nothing in here takes long.",
            set(Parameter::StatementTimeout, 60),
        ),
    ]
}

fn restore() -> Step {
    let restore = RestoreSettings { scope: Scope::Transaction, parameters: PARAMETERS.to_vec() };
    step(Phase::Restore, None, "Puts the settings back as they were.", restore)
}

fn guard(it: &Step, change: Change, script: &str, why: &'static str) -> Option<Step> {
    let definition = Arc::clone(it.index.as_ref()?);
    let guard = GuardOutside { definition, change, script: script.to_owned() };
    Some(step(Phase::Guard, it.index.as_ref(), why, guard))
}

fn step(
    phase: Phase,
    index: Option<&Arc<IndexDefinition>>,
    why: &'static str,
    statement: impl Into<Statement>,
) -> Step {
    Step {
        phase,
        index: index.cloned(),
        why: Cow::Borrowed(why),
        statement: statement.into(),
        verify: None,
        rollback: None,
        no_return: false,
        cleans_up: false,
    }
}

/// The text of a migration: `how` above, `between` after each statement but the last.
pub(super) fn content(
    plan: &Plan,
    outside: &Outside,
    way: Way,
    how: &[String],
    between: &str,
) -> String {
    let mut out = String::new();
    let steps = match way {
        Way::Up => {
            comment::push(&mut out, "", "--", &summary::title(plan));
            summary::forecast(plan).for_each(|it| comment::push(&mut out, "", "--", &it));
            &outside.up
        }
        Way::Down => {
            comment::push(&mut out, "", "--", &summary::title_back(plan));
            &outside.down
        }
    };
    out.push_str("--\n");
    for it in how {
        // A command stays on one line, to be copied.
        match it.starts_with("  ") {
            true => out.extend(["--", it, "\n"]),
            false => comment::push(&mut out, "", "--", it),
        }
    }
    for (n, step) in steps.iter().enumerate() {
        if 0 < n {
            out.push_str(between);
        }
        out.push('\n');
        comment::push(&mut out, "", "--", &step.why);
        match &step.statement {
            Statement::CreateIndex(it) if !outside.scripts.is_empty() => {
                let _ = writeln!(
                    out,
                    "-- hnswkit-ignore index-blocks-writes: the guard above lets it build in \
                     tables without rows only"
                );
                out.push_str("-- squawk-ignore require-concurrent-index-creation\n");
                query(&mut out, it);
            }
            it => script::statement(&mut out, it),
        }
    }
    out
}

/// How the migration is run: the script first, when there is one.
pub(super) fn how(plan: &Plan, outside: &Outside, tool: &str, way: Way) -> Vec<String> {
    let Some(file) = outside.scripts.get(usize::from(way == Way::Down)) else {
        return vec![
            "It runs inside of the tool's transaction: as a whole or not at all.".to_owned(),
        ];
    };
    let indexes = &plan.request.indexes;
    let them = if indexes.len() == 1 { "the index" } else { "the indexes" };
    let all = |id: &str| indexes.iter().all(|it| it.operation.id == id);
    let (what, does) = match way {
        Way::Up if all("create") => ("a concurrent build", format!("builds {them}")),
        Way::Down if all("drop") => ("a concurrent build", format!("builds {them}")),
        Way::Up if all("drop") => ("a concurrent drop", format!("drops {them}")),
        Way::Down if all("create") => ("a concurrent drop", format!("drops {them}")),
        Way::Up => ("all of this change", "makes the change".to_owned()),
        Way::Down => ("all of the way back", "goes it".to_owned()),
    };
    let empty = match outside.by_itself {
        true => format!("Where the tables have no rows, as in tests, it {does} by itself."),
        false => {
            "Also where the tables have no rows, as in tests, the script comes first.".to_owned()
        }
    };
    vec![
        format!(
            "{tool} runs every migration inside of a transaction, and no transaction may hold \
             {what}. So psql does it before the deploy, while reads and writes go on:"
        ),
        format!("   psql \"$DATABASE_URL\" --no-psqlrc --file {}", file.path),
        format!("This file then proves it. {empty}"),
    ]
}
