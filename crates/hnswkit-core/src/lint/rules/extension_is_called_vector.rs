//! `CREATE EXTENSION pgvector`.

use crate::lint::{
    Action, Fix, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "extension-is-called-vector",
    summary: "the extension is called `vector`, not `pgvector`",
    severity: Severity::Error,
    page: page!("extension_is_called_vector.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Extension { name, .. }) = scene.action() else { return };
    if ["pgvector", "pg_vector", "pg-vector", "vectors_hnsw", "hnsw"].contains(&name.value.as_str())
    {
        report
            .at(&name.span, format!("there is no extension `{}`", name.value))
            .help("the extension of pgvector is called `vector`")
            .fix(Fix::safe(name.span.clone(), "vector"));
    }
}
