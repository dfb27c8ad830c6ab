//! An index for a distance that nobody asks for.

use crate::lint::{
    Rule, Severity,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "index-metric-unused",
    summary: "no query asks for the distance that the index serves",
    severity: Severity::Hint,
    page: page!("index_metric_unused.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::End = scene.moment else { return };
    for index in scene.catalog.indexes().filter(|it| it.is_hnsw() && it.source != usize::MAX) {
        let (Some(class), Some(column)) = (index.class, index.key.column()) else { continue };
        let Some(asked) = scene.catalog.asked(&index.table, column) else { continue };
        // Where another index is missing, the query is told.
        let others: Vec<_> = scene
            .catalog
            .indexes_of(&index.table)
            .filter(|it| it.key.column() == Some(column))
            .collect();
        let served = asked
            .iter()
            .all(|metric| others.iter().any(|it| it.class.is_some_and(|it| it.metric == *metric)));
        if served && !asked.contains(&class.metric) {
            report
                .within(index.source, &index.span, format!(
                    "no query here orders `{column}` by `{}`, which is what `{}` serves",
                    class.metric.operator(), index.name
                ))
                .help("drop it, unless queries that were not checked need it: every write pays for it");
        }
    }
}
