//! `UNIQUE` on an HNSW index.

use crate::lint::{
    Fix, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "hnsw-unique",
    summary: "a UNIQUE index cannot be HNSW",
    severity: Severity::Error,
    page: page!("hnsw_unique.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    if let Some(span) = scene.hnsw().and_then(|it| it.unique.as_ref()) {
        report
            .at(span, "an HNSW index cannot be UNIQUE")
            .help("leave UNIQUE out; a btree index on a hash of the vector can hold it unique")
            .fix(Fix::unsafe_(span.start..span.end + 1, ""));
    }
}
