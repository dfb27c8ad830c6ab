//! What PostgreSQL cannot read.

use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "syntax-error",
    summary: "the statement is no SQL that PostgreSQL can read",
    severity: Severity::Error,
    page: page!("syntax_error.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    if let Some(Action::Unreadable { message, at, certain: true }) = scene.action() {
        report.at(at, message.as_str()).help("the rest of the file was read");
    }
}
