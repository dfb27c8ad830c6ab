//! `ef_construction` outside of what pgvector accepts.

use super::shared::parameter;
use crate::{
    domain::EfConstruction,
    lint::{
        Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "ef-construction-out-of-range",
    summary: "`ef_construction` is outside the range that pgvector accepts",
    severity: Severity::Error,
    page: page!("ef_construction_out_of_range.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some((_, value)) = scene.hnsw().and_then(|it| parameter(it, "ef_construction")) else {
        return;
    };
    if let Some(Err(it)) = value.integer().map(EfConstruction::new) {
        report.at(&value.span, it.to_string()).help("64 is the default; 100 to 200 is plenty");
    }
}
