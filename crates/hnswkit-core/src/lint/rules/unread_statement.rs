//! What we cannot read.

use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "unread-statement",
    summary: "a statement about a vector index could not be read",
    severity: Severity::Hint,
    page: page!("unread_statement.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    if let Some(Action::Unreadable { message, at, certain: false }) = scene.action() {
        report
            .at(at, format!("this was not read: {message}"))
            .help("PostgreSQL may well read it; tell us, and silence this hint");
    }
}
