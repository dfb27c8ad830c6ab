//! Statements with their reasons, as SQL files have them.

use std::fmt::{Display, Write as _};

use super::{comment, summary};
use crate::{
    plan::{Plan, Step},
    sql::{Build, CreateIndex, DropIndex, Statement},
};

/// The head of a file, as comments.
pub(super) fn head(plan: &Plan, how: &str) -> String {
    let mut out = String::new();
    comment::push(&mut out, "", "--", &summary::title(plan));
    for line in summary::forecast(plan) {
        comment::push(&mut out, "", "--", &line);
    }
    out.push_str("--\n");
    comment::push(&mut out, "", "--", how);
    out.push('\n');
    out
}

/// Comment, statement, blank line: what a reviewer reads.
pub(super) fn push(out: &mut String, steps: &[Step]) {
    for (n, step) in steps.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        comment::push(out, "", "--", &step.why);
        statement(out, &step.statement);
    }
}

/// The word to our own linter, which wants a reason too.
pub(super) fn own_ignore(statement: &Statement) -> Option<&'static str> {
    match statement {
        Statement::CreateIndex(CreateIndex { build: Build::Plain, .. }) => {
            Some("hnswkit-ignore index-blocks-writes: asked for, as it is all one transaction")
        }
        _ => None,
    }
}

/// One statement on lines of its own, below the words to linters that it needs, if any.
pub(super) fn statement(out: &mut String, statement: &Statement) {
    if let Some(it) = own_ignore(statement) {
        let _ = writeln!(out, "-- {it}");
    }
    if let Some(rule) = squawk_ignores(statement) {
        let _ = writeln!(out, "-- squawk-ignore {rule}");
    }
    query(out, statement);
}

/// Any SQL on lines of its own.
pub(super) fn query(out: &mut String, sql: &dyn Display) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{sql}");
}

/// The rule of squawk that a statement breaks on purpose; the reason stands in the comment above.
// squawk 2.70, https://squawkhq.com/docs/rules
fn squawk_ignores(statement: &Statement) -> Option<&'static str> {
    match statement {
        Statement::CreateIndex(CreateIndex { build: Build::Plain, .. }) => {
            Some("require-concurrent-index-creation")
        }
        Statement::DropIndex(DropIndex { build: Build::Plain, .. }) => {
            Some("require-concurrent-index-deletion")
        }
        _ => None,
    }
}
