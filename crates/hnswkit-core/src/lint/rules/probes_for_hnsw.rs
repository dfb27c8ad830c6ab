//! Settings of IVFFlat for HNSW.

use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "probes-for-hnsw",
    summary: "a setting of IVFFlat is set where only HNSW indexes are",
    severity: Severity::Hint,
    page: page!("probes_for_hnsw.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Set(set)) = scene.action() else { return };
    if !set.name.starts_with("ivfflat.") {
        return;
    }
    let mut indexes = scene.catalog.indexes().peekable();
    if indexes.peek().is_some() && indexes.all(|it| it.is_hnsw()) {
        report
            .at(
                &set.name_span,
                format!("`{}` does nothing for HNSW indexes, and no other is there", set.name),
            )
            .help("`hnsw.ef_search` is what HNSW has");
    }
}
