//! More dimensions than an HNSW index holds.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "too-many-dimensions",
    summary: "the type has more dimensions than an HNSW index can hold",
    severity: Severity::Error,
    page: page!("too_many_dimensions.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let (Some(kind), Some(key)) = (scene.kind(), create.keys.first()) else { return };
    let (Some(element), Some(dimensions)) = (kind.element(), kind.dimensions) else { return };
    let most = u64::from(element.max_indexed_dimensions());
    if dimensions <= most {
        return;
    }
    let column = key.operand.column().unwrap_or(&key.text);
    let help = match (element.name(), dimensions) {
        ("vector", ..=4_000) => format!(
            "index it as halfvec, which holds 4,000: `(({column}::halfvec({dimensions})) \
             halfvec_cosine_ops)`, and write the same cast in the queries"
        ),
        ("vector" | "halfvec", _) => format!(
            "index its bits and rank again: `((binary_quantize({column})::bit({dimensions})) \
             bit_hamming_ops)`"
        ),
        _ => "index a part of it, or have the model give fewer dimensions".to_owned(),
    };
    report
        .at(&key.span, format!("an HNSW index on `{element}` holds 1 to {most} dimensions, but `{kind}` has {dimensions}"))
        .help(help);
}
