//! The steps of a plan: phase, number, what is done, what waits for it.

use hnswkit_core::{
    plan::{Phase, Step},
    sql::{Blocked, Held, Statement, Transaction},
};

use super::{
    plan::Detail,
    style::{DIM, WARNING, paint},
    text,
};

/// Behind a step that nothing but another build takes back.
const NO_RETURN: &str = "point of no return: from here on the way back is another build";
/// Behind a step that no build takes back: its reason says what does, if anything.
const NO_RETURN_AT_ALL: &str = "point of no return: from here on this plan has no way back";

/// The widest name of a phase.
const PHASE: usize = "prepare".len();

/// Adds the steps; settings that follow one another share a line unless details are shown.
pub(super) fn push(out: &mut String, steps: &[Step], back: &[Step], detail: Detail) {
    let builds =
        |it: &Step| matches!(it.statement, Statement::CreateIndex(_) | Statement::Reindex(_));
    let builds_back = back.iter().any(builds);
    let mut before: Option<Phase> = None;
    let numbers = format!("{0}-{0}", steps.len()).len();
    let mut at = 0;
    for group in steps.chunk_by(|a, b| !detail.sql && !detail.why && share_a_line(a, b)) {
        let [first, ..] = group else { continue };
        let phase = if before == Some(first.phase) { "" } else { first.phase.id() };
        before = Some(first.phase);
        let number = match group.len() {
            1 => (at + 1).to_string(),
            n => format!("{}-{}", at + 1, at + n),
        };
        at += group.len();
        let margin = format!("  {}  {number:numbers$}  ", paint(DIM, format!("{phase:PHASE$}")));
        let indent = " ".repeat(2 + PHASE + 2 + numbers + 2);
        text::push(out, &margin, &indent, &title(group));
        impact(out, first, &indent);
        if group.iter().any(|it| it.no_return) {
            let at_all = !builds_back || group.iter().all(|it| it.index.is_none());
            let text = if at_all { NO_RETURN_AT_ALL } else { NO_RETURN };
            text::push_painted(out, WARNING, &indent, text);
        }
        if detail.why {
            text::push_painted(out, DIM, &indent, &first.why);
        }
        if detail.sql {
            text::push_lines(out, &format!("{indent}    "), &first.statement.to_string());
        }
    }
}

fn share_a_line(a: &Step, b: &Step) -> bool {
    let is_set =
        |it: &Step| matches!(it.statement, Statement::Set(_) | Statement::TransactionTimeoutOff(_));
    is_set(a) && is_set(b) && a.phase == b.phase
}

fn title(group: &[Step]) -> String {
    let titles: Vec<_> = group.iter().map(|it| it.statement.title()).collect();
    titles.join(", ").replace(", set ", ", ")
}

/// The lock, that a transaction must not hold it, what waits for it and how long.
fn impact(out: &mut String, step: &Step, indent: &str) {
    let lock = step.statement.lock();
    let mut clauses: Vec<String> = lock.iter().map(ToString::to_string).collect();
    if step.statement.transaction() == Transaction::Forbidden {
        clauses.push("not in a transaction".to_owned());
    }
    let mut style = DIM;
    if let Some(lock) = lock {
        let waiting = lock.mode.blocks();
        let names: Vec<_> = waiting.iter().map(|it| it.id()).collect();
        clauses.push(match waiting {
            [] => "nothing waits".to_owned(),
            _ => format!("{} wait {}", names.join(", "), held(lock.held)),
        });
        if !matches!(waiting, [] | [Blocked::SchemaChanges]) {
            style = WARNING;
        }
    }
    text::push_clauses(out, style, indent, &clauses);
}

/// In fewer words than elsewhere: the line is short.
fn held(it: Held) -> &'static str {
    match it {
        Held::Moment => "for a moment",
        Held::Batch => "a batch at a time",
        Held::Build => "until it is built",
        Held::Drain => "until transactions end",
        Held::Transaction => "until it commits",
    }
}
