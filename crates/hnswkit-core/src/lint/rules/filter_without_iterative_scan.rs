//! A filter without iterative scan.

use crate::{
    domain::PgvectorVersion,
    lint::{
        Limit, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "filter-without-iterative-scan",
    summary: "a filter takes rows away from what the index gives, and no iterative scan fills them up",
    severity: Severity::Hint,
    page: page!("filter_without_iterative_scan.md"),
    check,
};

/// The first release with iterative scans.
const SINCE: PgvectorVersion = PgvectorVersion::new(0, 8, 0);

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((_, distance)) = query.served() else { return };
    if query.limit == Limit::None || query.grouped || query.other_from || query.in_function {
        return;
    }
    if scene.options.pgvector.is_some_and(|it| it < SINCE)
        || scene.iterates()
        || scene.catalog.has_default("hnsw.iterative_scan")
    {
        return;
    }
    let (Some(filter), Some(span)) = (&query.filter, &query.filter_span) else { return };
    let columns = [distance.left.column(), distance.right.column()];
    // `WHERE embedding IS NOT NULL` takes nothing away: the index has no NULL.
    if filter.columns.iter().all(|it| columns.contains(&Some(it.as_str()))) {
        return;
    }
    let indexes = scene.indexes_for(query, distance);
    let serving: Vec<_> = indexes
        .iter()
        .filter(|it| it.0.class.is_some_and(|it| it.metric == distance.metric))
        .collect();
    // An index for just these rows needs no second look.
    let has_own = serving
        .iter()
        .any(|it| it.0.predicate_columns.iter().any(|it| filter.columns.contains(it)));
    if !serving.is_empty() && !has_own {
        report
            .at(span, "the index gives the nearest rows, and this takes some away: fewer than LIMIT may be left")
            .help("`SET LOCAL hnsw.iterative_scan = strict_order` goes on until enough are found; a partial index or partitions keep the search short");
    }
}
