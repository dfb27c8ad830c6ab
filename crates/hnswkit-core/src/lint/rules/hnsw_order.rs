//! `ASC`, `DESC` or `NULLS` in an HNSW index.

use crate::lint::{
    Fix, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "hnsw-order",
    summary: "a key of an HNSW index cannot be ASC, DESC or NULLS FIRST",
    severity: Severity::Error,
    page: page!("hnsw_order.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(keys) = scene.hnsw().map(|it| &it.keys) else { return };
    for key in keys {
        if let Some(span) = &key.order {
            // The blank before it goes too.
            let before = span.start.saturating_sub(1).max(key.span.start);
            report
                .at(span, "a key of an HNSW index has no order")
                .help("leave it out: the index gives rows by ascending distance")
                .fix(Fix::safe(before..span.end, ""));
        }
    }
}
