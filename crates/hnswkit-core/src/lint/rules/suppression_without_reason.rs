//! A suppression without a reason.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "suppression-without-reason",
    summary: "a comment silences a rule and does not say why",
    severity: Severity::Warning,
    page: page!("suppression_without_reason.md"),
    check,
};

/// Suppressions are judged when all other findings are known.
fn check(_: &Scene<'_>, _: &mut Report<'_>) {}
