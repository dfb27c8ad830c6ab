//! `SET LOCAL` without a transaction.

use crate::lint::{
    Rule, Severity, Wrap,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "set-local-outside-transaction",
    summary: "SET LOCAL outside of a transaction does nothing",
    severity: Severity::Warning,
    page: page!("set_local_outside_transaction.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    if scene.session.wrap != Wrap::Each && !scene.file.is_outside {
        return;
    }
    for (name, span) in &scene.file.locals {
        report.at(span, format!("no transaction is open here, so `{name}` stays as it was")).help(
            "write SET without LOCAL, or put BEGIN before it and COMMIT behind what it is for",
        );
    }
}
