//! `ORDER BY` distance `DESC`.

use crate::lint::{
    Fix, OrderKind, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "order-by-distance-descending",
    summary: "a query orders by descending distance, which no index serves",
    severity: Severity::Warning,
    page: page!("order_by_distance_descending.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((key, distance)) = query.nearest() else { return };
    let OrderKind::Distance(_) = key.kind else { return };
    let Some(span) = key.descending.as_ref().or(key.nulls_first.as_ref()) else { return };
    if !scene.could_use_an_index(query, distance) {
        return;
    }
    let message = match key.descending {
        Some(_) => {
            "the largest distance comes first: these are the rows that are least alike, and no index serves that"
        }
        None => "an index gives rows with NULL last, so it does not serve NULLS FIRST",
    };
    report
        .at(span, message)
        .help("order by ascending distance; `<#>` gives the inner product with its sign turned for that reason")
        .fix(Fix::unsafe_(key.span.end..span.end, ""));
}
