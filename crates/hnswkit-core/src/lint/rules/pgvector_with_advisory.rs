//! A release of pgvector with a known fault.

use crate::{
    domain::{ADVISORIES, PgvectorVersion},
    lint::{
        Action, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "pgvector-with-advisory",
    summary: "a pgvector with a known fault is installed",
    severity: Severity::Warning,
    page: page!("pgvector_with_advisory.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Extension { name, version: Some(version), .. }) = scene.action() else {
        return;
    };
    let Ok(it) = version.text.parse::<PgvectorVersion>() else { return };
    if name.value != "vector" {
        return;
    }
    // The latest repair mends the earlier ones too.
    let faults: Vec<_> = ADVISORIES.iter().filter(|fault| fault.concerns(it)).collect();
    let Some(last) = faults.iter().max_by_key(|it| it.fixed) else { return };
    let told: Vec<_> = faults.iter().map(|it| it.summary).collect();
    report
        .at(&version.span, format!("pgvector {it} has known faults: {}", told.join("; ")))
        .help(format!("take {} or later", last.fixed));
}
