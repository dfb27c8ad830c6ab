//! The condition of a partial index is missing.

use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "partial-index-not-implied",
    summary: "a query lacks the condition of the partial index on its column",
    severity: Severity::Warning,
    page: page!("partial_index_not_implied.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((key, distance)) = query.served() else { return };
    if query.grouped || query.other_from {
        return;
    }
    let mut indexes = scene.indexes_for(query, distance);
    indexes.retain(|it| it.0.class.is_some_and(|it| it.metric == distance.metric));
    let filter = query.filter.as_ref();
    // A condition that names none of the columns surely does not imply it.
    let is_out = |it: &crate::lint::catalog::Index| {
        let named = |column: &String| filter.is_some_and(|it| it.columns.contains(column));
        !it.predicate_columns.is_empty() && !it.predicate_columns.iter().any(named)
    };
    let Some((first, _)) = indexes.first() else { return };
    if indexes.iter().all(|it| is_out(it.0)) {
        report
            .at(
                &key.span,
                format!(
                    "`{}` holds only rows with `{}`, which this query does not ask for",
                    first.name,
                    first.predicate.join(" and ")
                ),
            )
            .help("add the condition to WHERE, or build an index of all rows");
    }
}
