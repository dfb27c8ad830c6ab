//! Options that are no whole numbers, or there twice.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "bad-index-option-value",
    summary: "an option of an HNSW index has a value that is no whole number, or is given twice",
    severity: Severity::Error,
    page: page!("bad_index_option_value.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let mut seen: Vec<&str> = vec![];
    for it in &create.parameters {
        let name = it.name.value.as_str();
        if it.namespace.is_some() || !["m", "ef_construction"].contains(&name) {
            continue;
        }
        if seen.contains(&name) {
            report
                .at(&it.span, format!("`{name}` is given more than once"))
                .help("keep one of them");
            continue;
        }
        seen.push(name);
        let value = it.value.as_ref();
        if value.is_none_or(|it| it.integer().is_none()) {
            let span = value.map_or(&it.span, |it| &it.span);
            // PostgreSQL takes an option without a value for `true`.
            let text = value.map_or("true", |it| it.text.as_str());
            report.at(span, format!("`{name}` must be a whole number, but is `{text}`")).help(
                format!("write `{name} = 16` or another number")
                    .replace("ef_construction = 16", "ef_construction = 64"),
            );
        }
    }
}
