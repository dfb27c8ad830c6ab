//! `CONCURRENTLY` on a partitioned table.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "concurrently-on-partitioned-table",
    summary: "a partitioned table cannot be indexed CONCURRENTLY",
    severity: Severity::Error,
    page: page!("concurrently_on_partitioned_table.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let Some(span) = &create.concurrently else { return };
    if scene.catalog.table(&create.table).is_some_and(|it| it.partitioned) {
        report
            .at(span, format!("`{}` is partitioned, and only its partitions can be indexed CONCURRENTLY", create.table))
            .help(format!(
                "CREATE INDEX … ON ONLY {}, then one CREATE INDEX CONCURRENTLY for each partition, then ALTER INDEX … ATTACH PARTITION",
                create.table
            ));
    }
}
