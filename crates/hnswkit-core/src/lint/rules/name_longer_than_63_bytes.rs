//! A name that PostgreSQL cuts.

use super::shared::title;
use crate::lint::{
    Rule, Severity,
    catalog::cut,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "name-longer-than-63-bytes",
    summary: "PostgreSQL cuts the name of the index",
    severity: Severity::Warning,
    page: page!("name_longer_than_63_bytes.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let name = title(create);
    let kept = cut(&name.value);
    if create.name.is_some() && kept.len() < name.value.len() {
        report
            .at(
                &name.span,
                format!("the name has {} bytes; PostgreSQL keeps 63: `{kept}`", name.value.len()),
            )
            .help("choose a shorter name, so that later statements and the migration tool find it");
    }
}
