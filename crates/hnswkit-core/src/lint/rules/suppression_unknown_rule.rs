//! A suppression that names no rule that exists.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "suppression-unknown-rule",
    summary: "a comment silences a rule that does not exist",
    severity: Severity::Warning,
    page: page!("suppression_unknown_rule.md"),
    check,
};

/// Suppressions are judged when all other findings are known.
fn check(_: &Scene<'_>, _: &mut Report<'_>) {}
