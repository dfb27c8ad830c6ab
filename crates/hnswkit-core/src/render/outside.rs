//! Tools that wrap everything into one transaction: the build happens outside, before them.
//!
//! A script for psql builds while reads and writes go on; the tool's migration proves that it did.
//! In a database whose tables have no rows the migration does it by itself, so that tests and
//! fresh machines need no script.

use std::{borrow::Cow, fmt::Write as _, sync::Arc};

use super::{
    File, Role, comment,
    formats::psql,
    script::{self, query},
    summary,
};
use crate::{
    domain::IndexDefinition,
    plan::{Mode, Phase, Plan, Step},
    sql::{
        Build, Change, CreateIndex, Cure, DropIndex, GuardDrop, GuardOutside, Parameter,
        RestoreSettings, SaveSettings, Scope, Set, SettingValue, Statement, VerifyDropped,
        VerifyIndex,
    },
};

/// The steps of the tool's two migrations, and the scripts that come before them.
pub(super) struct Outside {
    /// The migration, and the one that undoes it.
    pub(super) up: Vec<Step>,
    /// The migration that undoes.
    pub(super) down: Vec<Step>,
    /// For psql, in online plans.
    pub(super) scripts: Vec<File>,
}

/// The plan for a tool whose migrations lie in `folder`.
pub(super) fn outside(plan: &Plan, folder: &str) -> Outside {
    // A plan without builds needs no script in any mode.
    if plan.request.mode == Mode::Transactional || plan.request.indexes.is_empty() {
        return Outside { up: plan.up.clone(), down: plan.down.clone(), scripts: vec![] };
    }
    let path = |role: Role| format!("{folder}_outside/{}.{}.sql", plan.request.name, role.id());
    let (up_path, down_path) = (path(Role::Up), path(Role::Down));
    let file = |path: &String, role| File {
        path: path.clone(),
        role: Role::Outside,
        content: psql::script(plan, path, role),
    };
    let scripts = vec![file(&up_path, Role::Up), file(&down_path, Role::Down)];
    Outside { up: up(plan, &up_path), down: down(plan, &down_path), scripts }
}

fn up(plan: &Plan, script: &str) -> Vec<Step> {
    let mut steps = prepare();
    for it in &plan.request.indexes {
        let guard = guard(&it.definition, Change::Build, script);
        let why = "Stops when the script was not run; an index on a table without rows is built \
                   below.";
        steps.push(step(Phase::Guard, Some(&it.definition), why, guard));
    }
    for it in &plan.request.indexes {
        let create = CreateIndex { definition: Arc::clone(&it.definition), build: Build::Plain };
        let why = "Does nothing after the script.";
        steps.push(step(Phase::Build, Some(&it.definition), why, create));
    }
    for it in &plan.request.indexes {
        let definition = Arc::clone(&it.definition);
        let verify = VerifyIndex { definition, cure: Cure::Script(script.to_owned()) };
        let why = "Fails loudly unless the index is valid, ready and defined as planned.";
        steps.push(step(Phase::Verify, Some(&it.definition), why, verify));
    }
    steps.push(restore());
    steps
}

fn down(plan: &Plan, script: &str) -> Vec<Step> {
    let mut steps = prepare();
    for it in &plan.request.indexes {
        let (name, table) = (it.definition.qualified_name(), it.definition.table.clone());
        let why = "Stops when the name belongs to anything but an index on this table.";
        steps.push(step(Phase::Guard, Some(&it.definition), why, GuardDrop { name, table }));
        let guard = guard(&it.definition, Change::Drop, script);
        let why = "Stops when the script was not run; the index of a table without rows is \
                   dropped below.";
        steps.push(step(Phase::Guard, Some(&it.definition), why, guard));
    }
    for it in plan.request.indexes.iter().rev() {
        let (name, table) = (it.definition.qualified_name(), it.definition.table.clone());
        let drop = DropIndex { name, table, build: Build::Plain };
        let why = "Does nothing after the script.";
        steps.push(step(Phase::Drop, Some(&it.definition), why, drop));
    }
    for it in &plan.request.indexes {
        let names = vec![it.definition.qualified_name()];
        let verify = VerifyDropped { names, cure: Cure::Script(script.to_owned()) };
        let why = "Fails loudly when the index is left.";
        steps.push(step(Phase::Verify, Some(&it.definition), why, verify));
    }
    steps.push(restore());
    steps
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

fn guard(definition: &Arc<IndexDefinition>, change: Change, script: &str) -> GuardOutside {
    GuardOutside { definition: Arc::clone(definition), change, script: script.to_owned() }
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
    }
}

/// The text of a migration: `how` above, `between` after each statement but the last.
pub(super) fn content(plan: &Plan, steps: &[Step], how: &[String], between: &str) -> String {
    let mut out = String::new();
    if steps.iter().any(|it| it.phase == Phase::Build) {
        comment::push(&mut out, "", "--", &summary::title(plan));
        summary::forecast(plan).for_each(|it| comment::push(&mut out, "", "--", &it));
    } else {
        comment::push(&mut out, "", "--", &summary::title_back(plan));
    }
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
            Statement::CreateIndex(it) if plan.request.mode == Mode::Online => {
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
pub(super) fn how(plan: &Plan, outside: &Outside, tool: &str, undo: bool) -> Vec<String> {
    let Some(file) = outside.scripts.get(usize::from(undo)) else {
        return vec![
            "It runs inside of the tool's transaction: as a whole or not at all.".to_owned(),
        ];
    };
    let what = if undo { "drop" } else { "build" };
    let n = plan.request.indexes.len();
    let them = if n == 1 { "the index" } else { "the indexes" };
    vec![
        format!(
            "{tool} runs every migration inside of a transaction, and no transaction may hold a \
             concurrent {what}. So psql does it before the deploy, while reads and writes go on:"
        ),
        format!("   psql \"$DATABASE_URL\" --no-psqlrc --file {}", file.path),
        format!(
            "This file then proves it. Where the tables have no rows, as in tests, it {what}s {them} \
             by itself."
        ),
    ]
}
