//! An operator class that HNSW does not have.

use crate::{
    domain::{OPERATOR_CLASSES, OperatorClass},
    lint::{
        Fix, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "unknown-operator-class",
    summary: "HNSW has no operator class of that name",
    severity: Severity::Error,
    page: page!("unknown_operator_class.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let Some(class) = create.keys.first().and_then(|it| it.class.as_ref()) else { return };
    let name = class.name.value.as_str();
    // A class of one's own has another name than those of pgvector.
    let is_like_ours = ["vector", "halfvec", "sparsevec", "bit", "cosine", "l2", "ip", "hnsw"]
        .iter()
        .any(|it| name.contains(it));
    if !is_like_ours || OperatorClass::by_name(name).is_some() {
        return;
    }
    let found = report.at(&class.span(), format!("HNSW has no operator class `{name}`"));
    let element = scene.kind().and_then(|it| it.element());
    let metric = meant(name);
    let meant = OPERATOR_CLASSES.iter().find(|it| {
        element.is_none_or(|element| it.element == element) && Some(it.metric.name()) == metric
    });
    match meant {
        Some(it) => {
            let found = found.help(format!("`{}` is there", it.name));
            if element.is_some() {
                found.fix(Fix::safe(class.name.span.clone(), it.name));
            }
        }
        None => {
            let names: Vec<_> = OPERATOR_CLASSES
                .iter()
                .filter(|it| element.is_none_or(|element| it.element == element))
                .map(|it| format!("`{}`", it.name))
                .collect();
            found.help(format!("there are {}", names.join(", ")));
        }
    }
}

/// The metric that the name speaks of.
fn meant(name: &str) -> Option<&'static str> {
    [
        ("cos", "cosine"),
        ("l2", "l2"),
        ("euclid", "l2"),
        ("inner", "ip"),
        ("_ip", "ip"),
        ("l1", "l1"),
        ("hamming", "hamming"),
        ("jaccard", "jaccard"),
    ]
    .iter()
    .find(|it| name.contains(it.0))
    .map(|it| it.1)
}
