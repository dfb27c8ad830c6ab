//! Settings that do not exist.

use crate::{
    domain::{PARAMETERS, ParameterKind},
    lint::{
        Action, Fix, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "unknown-setting",
    summary: "pgvector has no setting of that name",
    severity: Severity::Error,
    page: page!("unknown_setting.md"),
    check,
};

/// Ways in which people write the prefix.
const PREFIXES: &[&str] = &["hnsw.", "hsnw.", "hnws.", "pgvector.", "vector.", "pg_vector."];

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Set(set)) = scene.action() else { return };
    let Some(rest) = PREFIXES.iter().find_map(|it| set.name.strip_prefix(it)) else { return };
    let plain = |it: &str| it.replace(['_', '-'], "");
    let mut known = PARAMETERS
        .iter()
        .filter(|it| it.kind == ParameterKind::Setting)
        .map(|it| it.name)
        .chain(["hnsw.iterative_scan"]);
    let names: Vec<&str> = known.by_ref().collect();
    if names.contains(&set.name.as_str()) {
        return;
    }
    let is_ours = set.name.starts_with("hnsw.");
    let meant = names
        .iter()
        .find(|it| it.strip_prefix("hnsw.").is_some_and(|name| plain(name) == plain(rest)));
    // Other extensions may use the other prefixes.
    if !is_ours && meant.is_none() {
        return;
    }
    let found = report.at(&set.name_span, format!("pgvector has no setting `{}`", set.name));
    match meant {
        Some(it) if set.by_function => found.help(format!("it is called `{it}`")),
        Some(it) => {
            found.help(format!("it is called `{it}`")).fix(Fix::safe(set.name_span.clone(), *it))
        }
        None if ["m", "ef_construction"].contains(&rest) => {
            found.help("it belongs to the index: `WITH (m = 16, ef_construction = 64)`")
        }
        None => found.help(format!("there are {}", names.join(", "))),
    };
}
