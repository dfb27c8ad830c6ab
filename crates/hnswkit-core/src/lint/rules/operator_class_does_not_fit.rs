//! An operator class of another type.

use crate::{
    domain::OperatorClass,
    lint::{
        Fix, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "operator-class-does-not-fit",
    summary: "the operator class is for another type",
    severity: Severity::Error,
    page: page!("operator_class_does_not_fit.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let Some(span) = create.keys.first().and_then(|it| it.class.as_ref()) else { return };
    let Some(class) = OperatorClass::by_name(&span.name.value) else { return };
    let Some(kind) = scene.kind() else { return };
    if kind.name == class.element.name() {
        return;
    }
    let message = format!("`{}` is for `{}`, but this is `{kind}`", class.name, class.element);
    let found = report.at(&span.span(), message);
    match kind.element().map(|it| OperatorClass::find(it, class.metric)) {
        Some(Ok(it)) => {
            found
                .help(format!("`{}` is the same metric for `{}`", it.name, kind.name))
                .fix(Fix::safe(span.name.span.clone(), it.name));
        }
        Some(Err(it)) => {
            found.help(it.to_string());
        }
        None => {
            found.help(format!("HNSW cannot index `{}`", kind.name));
        }
    }
}
