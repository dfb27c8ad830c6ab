//! A suppression that suppresses nothing.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "suppression-unused",
    summary: "a comment silences a rule that finds nothing there",
    severity: Severity::Warning,
    page: page!("suppression_unused.md"),
    check,
};

/// Suppressions are judged when all other findings are known.
fn check(_: &Scene<'_>, _: &mut Report<'_>) {}
