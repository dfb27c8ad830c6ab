//! A build that blocks writes.

use crate::{
    domain::Rows,
    lint::{
        Action, Fix, Rule, Severity, Wrap,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "index-blocks-writes",
    summary: "a plain build of an HNSW index blocks writes to a table that may be large",
    severity: Severity::Warning,
    page: page!("index_blocks_writes.md"),
    check,
};

/// Fewer rows are built while nobody notices.
const FEW: u64 = 1_000;

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::CreateIndex(create)) = scene.action() else { return };
    let is_ours = create.method.as_ref().is_some_and(|it| it.value == "hnsw");
    if !is_ours || create.concurrently.is_some() || create.only {
        return;
    }
    let Some(key) = scene.target.map(|it| &it.table) else { return };
    let rows = scene.rows(key);
    if rows.is_some_and(|it| it.get() < FEW) {
        return;
    }
    let table = scene.catalog.table_of(key);
    // A table that this file creates is empty, or small.
    let is_new = table.is_some_and(|it| it.temporary || it.created_in == Some(scene.source));
    // The partitions' own builds are what counts.
    if is_new || table.is_some_and(|it| it.partitioned) || is_there(scene, create) {
        return;
    }
    let many = rows.map_or(String::new(), |it: Rows| format!(" of {it} rows"));
    let found = report
        .at(scene.statement, format!("writes to `{key}`{many} wait until the index is built"));
    let found = found.help("build it with CONCURRENTLY, outside of a transaction");
    let may_be_outside = !scene.session.explicit && scene.session.wrap != Wrap::File;
    if let Some(at) = create.insert_concurrently.filter(|_| may_be_outside) {
        found.fix(Fix::unsafe_(at..at, " CONCURRENTLY"));
    }
}

/// Whether the statement does nothing because the index is there for sure.
fn is_there(scene: &Scene<'_>, create: &crate::lint::IndexCreation) -> bool {
    create.if_not_exists.is_some()
        && scene
            .catalog
            .planned(create, None, scene.statement)
            .and_then(|it| scene.catalog.index_of(&it.name))
            .is_some_and(|it| !it.may_be_gone)
}
