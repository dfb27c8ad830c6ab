//! `ORDER BY cosine_distance(…)`.

use crate::lint::{
    OrderKind, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "order-by-distance-function",
    summary: "a query orders by a function instead of its operator, which no index serves",
    severity: Severity::Warning,
    page: page!("order_by_distance_function.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((key, distance)) = query.nearest() else { return };
    let OrderKind::Distance(_) = key.kind else { return };
    if distance.is_call && scene.could_use_an_index(query, distance) {
        report
            .at(&key.span, "no index serves the function, only its operator")
            .help(format!("write `a {} b`", distance.metric.operator()));
    }
}
