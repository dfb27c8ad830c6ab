//! Nearest rows without `LIMIT`.

use crate::lint::{
    Limit, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "nearest-without-limit",
    summary: "a query orders by distance and wants all rows",
    severity: Severity::Warning,
    page: page!("nearest_without_limit.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((key, distance)) = query.served() else { return };
    if query.limit != Limit::None || query.grouped || query.other_from || query.may_stop_early {
        return;
    }
    if query.in_function || scene.indexes_for(query, distance).is_empty() {
        return;
    }
    report
        .at(&key.span, "without LIMIT all rows are wanted, and no index is used")
        .help("add LIMIT");
}
