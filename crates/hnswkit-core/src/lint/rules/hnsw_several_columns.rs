//! Several keys in an HNSW index.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "hnsw-several-columns",
    summary: "an HNSW index has one key",
    severity: Severity::Error,
    page: page!("hnsw_several_columns.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(keys) = scene.hnsw().map(|it| &it.keys) else { return };
    if let (Some(second), Some(last)) = (keys.get(1), keys.last()) {
        report
            .at(
                &(second.span.start..last.span.end),
                format!("an HNSW index has one key, but this one has {}", keys.len()),
            )
            .help("index the vector alone; for a filter use a partial index, partitions or iterative scans");
    }
}
