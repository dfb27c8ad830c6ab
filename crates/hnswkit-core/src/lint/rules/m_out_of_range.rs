//! `m` outside of what pgvector accepts.

use super::shared::parameter;
use crate::{
    domain::M,
    lint::{
        Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "m-out-of-range",
    summary: "`m` is outside the range that pgvector accepts",
    severity: Severity::Error,
    page: page!("m_out_of_range.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some((_, value)) = scene.hnsw().and_then(|it| parameter(it, "m")) else { return };
    if let Some(Err(it)) = value.integer().map(M::new) {
        report
            .at(&value.span, it.to_string())
            .help("16 is the default; recall grows little beyond 32");
    }
}
