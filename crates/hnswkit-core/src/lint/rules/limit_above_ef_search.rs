//! `LIMIT` above `ef_search`.

use crate::{
    domain::EfSearch,
    lint::{
        Limit, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "limit-above-ef-search",
    summary: "a query asks for more rows than hnsw.ef_search lets the index give",
    severity: Severity::Hint,
    page: page!("limit_above_ef_search.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(query) = scene.query() else { return };
    let Some((key, distance)) = query.served() else { return };
    let Limit::Rows(limit) = query.limit else { return };
    if query.grouped || query.other_from || query.in_function {
        return;
    }
    let catalog = scene.catalog;
    if catalog.has_default("hnsw.ef_search") || catalog.has_default("hnsw.iterative_scan") {
        return;
    }
    let serves = scene
        .indexes_for(query, distance)
        .iter()
        .any(|it| it.0.class.is_some_and(|it| it.metric == distance.metric));
    if !serves || scene.iterates() {
        return;
    }
    let in_force = match scene.session.get("hnsw.ef_search") {
        Some(it) => it.integer(),
        None => Some(EfSearch::default().get().into()),
    };
    let Some(most) = in_force.and_then(|it| u64::try_from(it).ok()) else { return };
    let wanted = limit + query.offset;
    if wanted <= most {
        return;
    }
    // Nobody reads tables of so few rows with an index.
    let few = query.tables.iter().any(|it| {
        let key = catalog.table_key(&it.name);
        scene.rows(&key).is_some_and(|it| it.get() <= wanted)
    });
    if !few {
        report
            .at(&key.span, format!("{wanted} rows are wanted, but with `hnsw.ef_search` of {most} the index gives {most} at the most"))
            .help(match wanted {
                ..=1_000 => format!("`SET LOCAL hnsw.ef_search = {wanted}` before it"),
                _ => "switch on iterative scans: `SET LOCAL hnsw.iterative_scan = strict_order`".to_owned(),
            });
    }
}
