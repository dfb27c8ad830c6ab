//! Parameters that wait for a build.

use std::collections::BTreeSet;

use crate::lint::{
    Rule, Severity,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "alter-index-waits-for-reindex",
    summary: "ALTER INDEX … SET changes nothing until the index is built anew",
    severity: Severity::Warning,
    page: page!("alter_index_waits_for_reindex.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    let rebuilt: BTreeSet<&String> = scene.file.rebuilt.iter().collect();
    for (name, span) in &scene.file.for_later {
        if !rebuilt.contains(name) {
            report
                .at(span, format!("`{name}` stays as it is until it is built anew"))
                .help(format!("`REINDEX INDEX CONCURRENTLY {name}` behind it"));
        }
    }
}
