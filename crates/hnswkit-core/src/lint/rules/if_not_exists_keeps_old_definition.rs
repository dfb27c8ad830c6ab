//! `IF NOT EXISTS` over another definition.

use super::shared::title;
use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "if-not-exists-keeps-old-definition",
    summary: "IF NOT EXISTS keeps an index of that name with another definition",
    severity: Severity::Warning,
    page: page!("if_not_exists_keeps_old_definition.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let Some(span) = &create.if_not_exists else { return };
    let Some(planned) = scene.catalog.planned(create, None, scene.statement) else { return };
    let Some(old) = scene.catalog.index_of(&planned.name) else { return };
    if !old.same_definition(&planned) {
        report
            .at(
                span,
                format!(
                    "`{}` is there with another definition, and this keeps it",
                    title(create).value
                ),
            )
            .help("choose another name, build the new index, and drop the old one then");
    }
}
