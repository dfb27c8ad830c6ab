//! `ORDER BY 1 - (a <=> b)`.

use crate::lint::{
    OrderKind, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "order-by-computed-distance",
    summary: "a query orders by something computed from a distance, which no index serves",
    severity: Severity::Warning,
    page: page!("order_by_computed_distance.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((key, distance)) = query.nearest() else { return };
    let OrderKind::Computed(_) = key.kind else { return };
    if !scene.could_use_an_index(query, distance) {
        return;
    }
    report
        .at(&key.span, "no index serves an order that is computed from a distance")
        .help(format!(
            "order by the distance itself, ascending: `ORDER BY a {} b`; compute the similarity in the SELECT list",
            distance.metric.operator()
        ));
}
