//! IVFFlat on an empty table.

use super::shared::method;
use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "ivfflat-on-empty-table",
    summary: "an IVFFlat index is built before the table has rows",
    severity: Severity::Warning,
    page: page!("ivfflat_on_empty_table.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::CreateIndex(create)) = scene.action() else { return };
    if method(create) != Some("ivfflat") {
        return;
    }
    let table = scene.catalog.table(&create.table);
    if table.is_some_and(|it| it.created_in == Some(scene.source) && !it.filled) {
        report
            .at(
                scene.statement,
                "the lists of an IVFFlat index are made from rows, and there are none yet",
            )
            .help(
                "build it once the table is full, or take HNSW, which needs no rows to begin with",
            );
    }
}
