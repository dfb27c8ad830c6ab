//! A plan for people.

use hnswkit_core::{
    plan::{Mode, Plan, Severity, Target},
    sql::Transaction,
};

use super::{
    findings, index, preflight, queries, steps,
    style::{DIM, TITLE, paint},
    table::Table,
    text,
};

/// How much of the steps to show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Detail {
    /// The SQL.
    pub(crate) sql: bool,
    /// The reasons.
    pub(crate) why: bool,
}

/// The whole plan.
pub(crate) fn show(plan: &Plan, detail: Detail) -> String {
    let mut out = String::new();
    head(&mut out, plan);
    out.push('\n');
    summary(&mut out, plan);
    if !plan.request.indexes.is_empty() {
        out.push('\n');
    }
    index::push_all(&mut out, plan);
    let n = text::count(plan.up.len(), "step", "steps");
    let transaction = match plan.transaction() {
        Transaction::Forbidden => "no transaction may hold it",
        Transaction::Allowed => "with or without a transaction",
        Transaction::Required => "in one transaction",
    };
    section(&mut out, "Way there", &format!("{n}, {transaction}"));
    steps::push(&mut out, &plan.up, &plan.down, detail);
    section(&mut out, "Way back", &text::count(plan.down.len(), "step", "steps"));
    steps::push(&mut out, &plan.down, &plan.up, detail);
    queries::push(&mut out, plan);
    findings(&mut out, plan);
    preflight::push(&mut out, plan, detail);
    out
}

/// A title, with a blank line before it.
pub(super) fn section(out: &mut String, title: &str, aside: &str) {
    out.push('\n');
    out.push_str(&paint(TITLE, title));
    if !aside.is_empty() {
        out.push_str("  ");
        out.push_str(&paint(DIM, aside));
    }
    out.push('\n');
}

fn head(out: &mut String, plan: &Plan) {
    let verb = plan.request.verb();
    let what = match (plan.request.indexes.as_slice(), plan.request.tasks.as_slice()) {
        ([it], []) => format!("{verb} the HNSW index {}", it.definition.qualified_name()),
        _ => format!("{verb} {}", plan.request.what()),
    };
    let how = match plan.request.mode {
        Mode::Online => "while reads and writes go on",
        Mode::Transactional => "inside a transaction, while writes wait",
    };
    text::push_painted(out, TITLE, "", &format!("{what} {how}"));
    text::push_painted(out, DIM, "", &server(&plan.request.target));
}

/// What one has to know before it runs.
fn summary(out: &mut String, plan: &Plan) {
    let mut table = Table::default();
    for (name, text) in plan.summary_lines() {
        table.row([paint(DIM, name), text]);
    }
    table.push(out, "  ");
}

/// The server, as far as it is known.
fn server(target: &Target) -> String {
    let mut parts = vec![match target.postgres {
        Some(it) => format!("PostgreSQL {it}"),
        None => "any PostgreSQL".to_owned(),
    }];
    parts.push(match target.pgvector {
        Some(it) => format!("pgvector {it}"),
        None => "any pgvector that has what it needs".to_owned(),
    });
    parts.push(target.platform.to_string());
    parts.extend(target.ram.map(|it| format!("{it} of memory")));
    parts.extend(target.cpus.map(|it| text::count(it as usize, "processor", "processors")));
    parts.join(", ")
}

fn findings(out: &mut String, plan: &Plan) {
    if plan.findings.is_empty() {
        return;
    }
    let n = |severity| plan.findings.iter().filter(|it| it.severity == severity).count();
    let (warnings, hints) = (n(Severity::Warning), n(Severity::Hint));
    let mut counts = vec![];
    if 0 < warnings {
        counts.push(text::count(warnings, "warning", "warnings"));
    }
    if 0 < hints {
        counts.push(text::count(hints, "hint", "hints"));
    }
    section(out, "Findings", &counts.join(", "));
    for it in &plan.findings {
        findings::push(out, "  ", it);
    }
}
