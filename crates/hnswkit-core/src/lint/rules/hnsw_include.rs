//! `INCLUDE` on an HNSW index.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "hnsw-include",
    summary: "an HNSW index cannot INCLUDE columns",
    severity: Severity::Error,
    page: page!("hnsw_include.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    if let Some(span) = scene.hnsw().and_then(|it| it.include.as_ref()) {
        report.at(span, "an HNSW index holds no other columns").help(
            "leave INCLUDE out; for a filter use a partial index, partitions or iterative scans",
        );
    }
}
