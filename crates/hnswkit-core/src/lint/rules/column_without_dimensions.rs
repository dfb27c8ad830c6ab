//! A column without dimensions in an index.

use crate::lint::{
    Operand, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "column-without-dimensions",
    summary: "the indexed column or expression has no dimensions",
    severity: Severity::Error,
    page: page!("column_without_dimensions.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let (Some(kind), Some(key)) = (scene.kind(), create.keys.first()) else { return };
    if kind.element().is_none() || kind.dimensions.is_some() {
        return;
    }
    let help = match &key.operand {
        Operand::Column(_, name) => format!(
            "give the column its dimensions: `ALTER TABLE {} ALTER COLUMN {name} TYPE {}(n)`; or \
             index `(({name}::{}(n)) …)`",
            create.table, kind.name, kind.name
        ),
        _ => format!("cast it: `(…)::{}(n)`", kind.name),
    };
    report
        .at(&key.span, format!("`{}` has no dimensions, and an HNSW index needs them", key.text))
        .help(help);
}
