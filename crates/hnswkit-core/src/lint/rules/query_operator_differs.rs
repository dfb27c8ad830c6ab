//! An operator of another metric.

use crate::lint::{
    Fix, Operand, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "query-operator-differs",
    summary: "a query orders by another distance than the index serves",
    severity: Severity::Warning,
    page: page!("query_operator_differs.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((_, distance)) = query.served() else { return };
    if query.grouped || query.other_from {
        return;
    }
    // An expression around the column, such as its bits, is for an index of its own.
    let mut indexes = scene.indexes_for(query, distance);
    indexes.retain(|(index, is_left)| {
        let side = if *is_left { &distance.left } else { &distance.right };
        match side {
            Operand::Column(..) => true,
            Operand::Cast(_, name, _) => index.class.is_some_and(|it| it.element.name() == name),
            it => it.bare() == index.key,
        }
    });
    let classes: Vec<_> = indexes.iter().filter_map(|it| it.0.class).collect();
    if classes.len() < indexes.len() || classes.iter().any(|it| it.metric == distance.metric) {
        return;
    }
    let Some(class) = classes.first() else { return };
    let found = report.at(
        &distance.operator,
        format!(
            "`{}` has `{}`, which serves `{}`, not `{}`",
            indexes[0].0.name,
            class.name,
            class.metric.operator(),
            distance.metric.operator()
        ),
    );
    let found = found.help(format!(
        "order by `{}`, or build an index for `{}`",
        class.metric.operator(),
        distance.metric.operator()
    ));
    if classes.len() == 1 {
        found.fix(Fix::unsafe_(distance.operator.clone(), class.metric.operator()));
    }
}
