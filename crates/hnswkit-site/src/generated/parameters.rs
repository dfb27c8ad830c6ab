//! Parameters, from `PARAMETERS` and `SETTINGS`.

use anyhow::Result;
use hnswkit_core::domain::{PARAMETERS, ParameterKind, SETTINGS};

use super::source;
use crate::page::{Body, Page, code, prose, thousands};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What can be set for an HNSW index and for queries that use it: ranges, defaults, and where \
         each number comes from. The servers of our tests refuse what lies outside.",
    );
    body.table(
        ["parameter", "kind", "from", "to", "default", "since pgvector"],
        PARAMETERS.iter().map(|it| {
            [
                format!("[{}](parameter:{})", code(it.name), it.name),
                kind(it.kind).to_owned(),
                thousands(it.min),
                thousands(it.max),
                thousands(it.default),
                format!("[{0}](version:{0})", it.since),
            ]
        }),
    );
    for it in PARAMETERS {
        body.entry(2, "parameter", it.name, &code(it.name));
        body.push(&prose(it.summary));
        body.list([
            format!("Where: {}", place(it.kind)),
            format!("Range: {} to {}", thousands(it.min), thousands(it.max)),
            format!("Default: {} ({})", thousands(it.default), it.unit),
            format!("Since: pgvector [{0}](version:{0})", it.since),
            format!("Source: {}", prose(it.source)),
        ]);
        body.code("sql", &example(it.kind, it.name, it.default));
    }
    body.heading(2, "Settings without a range");
    body.push("What else matters to builds and scans; most of it is PostgreSQL's own.");
    for it in SETTINGS {
        body.entry(3, "parameter", it.name, &code(it.name));
        body.push(&prose(it.summary));
        let since = it.since.map(|it| format!("Since: pgvector [{it}](version:{it})"));
        let mut facts =
            vec![format!("Value: {}", it.values), format!("Default: {}", code(it.default))];
        facts.extend(since);
        facts.push(format!("Source: {}", source(it.source)));
        body.list(facts);
    }
    let source = "crates/hnswkit-core/src/domain/bounded.rs";
    Ok(vec![Page::new("reference", "reference/parameters", "Parameters", body, source)])
}

fn kind(kind: ParameterKind) -> &'static str {
    match kind {
        ParameterKind::IndexOption => "of the index",
        ParameterKind::Setting => "setting",
    }
}

fn place(kind: ParameterKind) -> &'static str {
    match kind {
        ParameterKind::IndexOption => "in `WITH (…)` of the index",
        ParameterKind::Setting => "with `SET`, before a query",
    }
}

/// How it is written.
fn example(kind: ParameterKind, name: &str, value: u32) -> String {
    match kind {
        ParameterKind::IndexOption => format!(
            "CREATE INDEX CONCURRENTLY ON items\n    USING hnsw (embedding vector_cosine_ops)\n    WITH ({name} = {value});"
        ),
        ParameterKind::Setting => format!("SET {name} = {value};"),
    }
}
