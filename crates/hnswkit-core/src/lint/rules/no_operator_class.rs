//! An HNSW index without operator class.

use crate::{
    domain::OPERATOR_CLASSES,
    lint::{
        Fix, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "no-operator-class",
    summary: "an HNSW index has no operator class, and no class is the default",
    severity: Severity::Error,
    page: page!("no_operator_class.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let Some(key) = create.keys.first().filter(|it| it.class.is_none()) else { return };
    let Some(element) = scene.kind().and_then(|it| it.element()) else {
        // A type of another extension may have a default of its own.
        if scene.kind().is_none() {
            report
                .at(&key.span, "the key has no operator class, and HNSW has no default")
                .help("name the class of the operator in your queries, such as `vector_cosine_ops` for `<=>`");
        }
        return;
    };
    let names: Vec<String> = OPERATOR_CLASSES
        .iter()
        .filter(|it| it.element == element)
        .map(|it| format!("`{}` for `{}`", it.name, it.metric.operator()))
        .collect();
    let found = report
        .at(&key.span, "the key has no operator class, and HNSW has no default")
        .help(format!("name the class of the operator in your queries: {}", names.join(", ")));
    // Which operator the queries use is not told here; when one index says, it is a fair guess.
    let table = scene.catalog.table_key(&create.table);
    let other = scene.catalog.indexes_of(&table).find_map(|it| it.class);
    if let (Some(class), None) = (other.filter(|it| it.element == element), &key.order) {
        found.fix(Fix::unsafe_(key.span.end..key.span.end, format!(" {}", class.name)));
    }
}
