//! A cast that is missing.

use crate::lint::{
    Fix, Operand, Rule, Severity,
    catalog::Index,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "query-cast-differs",
    summary: "a query orders by another expression than the one in the index",
    severity: Severity::Warning,
    page: page!("query_cast_differs.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((_, distance)) = query.served() else { return };
    if query.grouped || query.other_from {
        return;
    }
    let all = scene.indexes_for(query, distance);
    let same_metric: Vec<_> =
        all.iter().filter(|it| it.0.class.is_some_and(|it| it.metric == distance.metric)).collect();
    let Some((index, is_left)) = same_metric.first().map(|it| **it) else { return };
    let sides = [(&distance.left, true), (&distance.right, false)];
    let is_served = same_metric
        .iter()
        .any(|it| sides.iter().any(|(side, is_left)| *is_left == it.1 && matches(it.0, side)));
    // A function around the column may be what an index of another kind is for.
    let side = if is_left { &distance.left } else { &distance.right };
    let is_plain = matches!(side, Operand::Column(..) | Operand::Cast(..) | Operand::Call(..));
    if is_served || !is_plain {
        return;
    }
    let span = if is_left { &distance.left_span } else { &distance.right_span };
    let found =
        report.at(span, format!("`{}` holds `{}`, not `{}`", index.name, index.key, side.bare()));
    let found = found.help(format!("write `{}` here, to the letter", index.key));
    if matches!(side, Operand::Column(None, _)) {
        found.fix(Fix::unsafe_(span.clone(), index.key.to_string()));
    }
}

/// Whether the planner sees the key of the index in it.
fn matches(index: &Index, side: &Operand) -> bool {
    let side = side.bare();
    if side == index.key {
        return true;
    }
    // A cast to the type that the column has is no cast.
    match (&side, index.class) {
        (Operand::Cast(inner, name, _), Some(class)) => {
            **inner == index.key && *name == class.element.name()
        }
        _ => false,
    }
}
