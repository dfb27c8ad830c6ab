//! A distance in `WHERE` without `ORDER BY`.

use crate::lint::{
    OrderKind, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "distance-filter-without-order",
    summary: "a distance in WHERE alone cannot use an index",
    severity: Severity::Warning,
    page: page!("distance_filter_without_order.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some(distance) = query.filter_distances.first() else { return };
    let orders = query.order.iter().any(|it| it.kind != OrderKind::Other);
    if orders || query.grouped || query.other_from || query.may_stop_early || query.in_function {
        return;
    }
    if scene.indexes_for(query, distance).is_empty() {
        return;
    }
    report
        .at(&distance.operator, "no index serves a distance in WHERE; the whole table is read")
        .help("order by the distance too, with a LIMIT; then the filter takes rows away from what the index gives");
}
