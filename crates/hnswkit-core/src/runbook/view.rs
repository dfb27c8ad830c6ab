//! The holes of the runbook's template, filled from a plan.

use askama::Template;

use super::{
    failures::{self, Failure},
    markdown::code,
    queries,
};
use crate::{
    domain::{Bytes, Seconds},
    estimate::Estimate,
    plan::{Check, CheckKind, Mode, Phase, Plan, Severity, Step},
    sql::Statement,
};

/// What `templates/runbook.md` shows.
#[derive(Template)]
#[template(path = "runbook.md")]
struct Runbook {
    title: String,
    intro: &'static str,
    online: bool,
    indexes: Vec<Row>,
    warnings: Vec<String>,
    steps: Vec<String>,
    checks: Vec<Question>,
    total_time: String,
    disk: Bytes,
    progress: String,
    old_transactions: String,
    cancel: String,
    state: String,
    queries: Vec<String>,
    drops: Vec<String>,
    failures: &'static [Failure],
}

struct Row {
    name: String,
    table: String,
    rows: String,
    size: String,
    time: String,
    memory: String,
}

struct Question {
    question: String,
    sql: String,
}

/// The runbook of exactly this plan, as Markdown. Same plan, same bytes.
pub fn render(plan: &Plan) -> String {
    let online = plan.request.mode == Mode::Online;
    let of_kind = |kind| plan.preflight().filter(move |it: &Check| it.kind == kind);
    let old_transactions =
        of_kind(CheckKind::OldTransactions).next().map(|it| it.to_string()).unwrap_or_default();
    let total = |pick: fn(&Estimate) -> f64| {
        Seconds(plan.estimates.iter().map(pick).sum::<f64>()).to_string()
    };
    let runbook = Runbook {
        title: title(plan),
        intro: intro(plan.request.mode),
        online,
        indexes: rows(plan),
        warnings: warnings(plan),
        steps: steps(plan),
        checks: questions(plan),
        total_time: format!(
            "{} to {}",
            total(|it| it.build_seconds_low.0),
            total(|it| it.build_seconds_high.0)
        ),
        disk: Bytes(plan.estimates.iter().map(|it| it.disk_peak_bytes.0).sum()),
        progress: queries::progress(plan),
        old_transactions,
        cancel: queries::cancel(plan),
        state: queries::state(plan),
        queries: plan.request.indexes.iter().map(queries::nearest).collect(),
        drops: drops(plan),
        failures: failures::of(plan.request.mode),
    };
    let mut text = runbook.render().unwrap_or_default();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn title(plan: &Plan) -> String {
    match plan.request.indexes.as_slice() {
        [it] => format!("build {}", it.definition.name),
        several => format!("build {} HNSW indexes", several.len()),
    }
}

fn intro(mode: Mode) -> &'static str {
    match mode {
        Mode::Online => {
            "Builds the indexes one after the other with `CREATE INDEX CONCURRENTLY`, outside of a \
             transaction, while reads and writes go on.\n\
             Every step may be run again: what is there and as planned is left alone."
        }
        Mode::Transactional => {
            "Builds the indexes one after the other inside one transaction.\n\
             It happens as a whole or not at all, and may be run again."
        }
    }
}

fn rows(plan: &Plan) -> Vec<Row> {
    let pairs = plan.request.indexes.iter().zip(&plan.estimates);
    pairs
        .map(|(index, it)| Row {
            name: code(index.definition.name.as_str()),
            table: code(&format!("{} ({})", index.definition.table, index.definition.key)),
            rows: index.rows.to_string(),
            size: it.index_bytes.to_string(),
            time: format!("{} to {}", it.build_seconds_low, it.build_seconds_high),
            memory: it.build_memory_bytes.to_string(),
        })
        .collect()
}

fn warnings(plan: &Plan) -> Vec<String> {
    let findings = plan.findings.iter().filter(|it| it.severity == Severity::Warning);
    findings.map(|it| format!("{}; {}.", it.message, it.help)).collect()
}

/// One line a step, those that only set something left out.
fn steps(plan: &Plan) -> Vec<String> {
    plan.up.iter().filter(|it| it.index.is_some()).map(line).collect()
}

fn line(step: &Step) -> String {
    let name = step.index.as_ref().map(|it| code(it.name.as_str())).unwrap_or_default();
    let lock = match step.statement.lock() {
        Some(lock) => format!(" Lock: `{}` {}.", lock.mode, lock.held),
        None => String::new(),
    };
    let what = match (step.phase, &step.statement) {
        (_, Statement::Set(_)) | (Phase::Prepare | Phase::Restore, _) => "Memory for",
        (Phase::Guard, _) => "Guard",
        (Phase::Build, _) => "Build",
        (Phase::Drop, _) => "Clean up",
        (Phase::Verify, _) => "Verify",
    };
    format!("{what} {name}: {}{lock}", step.why)
}

/// The questions that may stop the night, once a table.
fn questions(plan: &Plan) -> Vec<Question> {
    let kinds = match plan.request.mode {
        Mode::Online => [CheckKind::Name, CheckKind::Activity],
        Mode::Transactional => [CheckKind::Name, CheckKind::OldTransactions],
    };
    let asked = plan.preflight().filter(|it| kinds.contains(&it.kind));
    let mut questions: Vec<Question> = vec![];
    for it in asked {
        let sql = it.to_string();
        if questions.iter().all(|it| it.sql != sql) {
            let question = format!(
                "{} (`false`: {})",
                it.kind.question(),
                it.kind.cure().trim_end_matches('.')
            );
            questions.push(Question { question, sql });
        }
    }
    questions
}

fn drops(plan: &Plan) -> Vec<String> {
    let drops = plan.down.iter().filter(|it| it.phase == Phase::Drop);
    drops.map(|it| it.statement.to_string()).collect()
}
