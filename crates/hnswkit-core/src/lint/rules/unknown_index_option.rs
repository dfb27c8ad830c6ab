//! An option in `WITH (…)` that HNSW does not know.

use super::shared::parameter;
use crate::lint::{
    Fix, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "unknown-index-option",
    summary: "`WITH (…)` has an option that HNSW does not know",
    severity: Severity::Error,
    page: page!("unknown_index_option.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    for it in &create.parameters {
        let name = it.name.value.as_str();
        if it.namespace.is_some() || ["m", "ef_construction"].contains(&name) {
            continue;
        }
        let message = format!("HNSW has no option `{name}`");
        let help = match name {
            "lists" => "`lists` belongs to IVFFlat; HNSW has `m` and `ef_construction`".to_owned(),
            "ef_search" | "hnsw.ef_search" => {
                "`ef_search` belongs to queries: `SET LOCAL hnsw.ef_search = …`".to_owned()
            }
            "fillfactor" => "an HNSW index has no fill factor".to_owned(),
            _ if is_ef_construction(name) && parameter(create, "ef_construction").is_none() => {
                report
                    .at(&it.name.span, message)
                    .help("the option is called `ef_construction`")
                    .fix(Fix::safe(it.name.span.clone(), "ef_construction"));
                continue;
            }
            _ => "HNSW has `m` and `ef_construction`".to_owned(),
        };
        report.at(&it.span, message).help(help);
    }
}

/// Names that people write for it.
fn is_ef_construction(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let plain = plain.to_ascii_lowercase();
    ["efconstruction", "efconstruct", "efcontruction", "efconstuction", "efc", "efconstructions"]
        .contains(&plain.as_str())
}
