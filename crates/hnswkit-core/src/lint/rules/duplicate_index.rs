//! Two equal indexes.

use crate::lint::{
    Rule, Severity,
    catalog::Index,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "duplicate-index",
    summary: "two indexes are the same but for their names",
    severity: Severity::Warning,
    page: page!("duplicate_index.md"),
    check,
};

use std::collections::BTreeMap;

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::End = scene.moment else { return };
    let mut seen: BTreeMap<String, Vec<&Index>> = BTreeMap::new();
    for it in scene.catalog.indexes().filter(|it| it.is_hnsw()) {
        let what = format!("{} {} {:?}", it.table, it.key, it.class.map(|it| it.name));
        seen.entry(what).or_default().push(it);
    }
    for list in seen.values_mut() {
        list.sort_by_key(|it| (it.source != usize::MAX, it.source, it.span.start));
        // More than a few on one column have conditions, and differ.
        for n in 1..list.len().min(64) {
            let it = list[n];
            let first = list[..n].iter().find(|first| first.same_definition(it));
            if let Some(first) = first.filter(|_| it.source != usize::MAX) {
                report
                    .within(
                        it.source,
                        &it.span,
                        format!("`{}` is the same index as `{}`", it.name, first.name),
                    )
                    .help(
                        "drop one of them: both are paid for on every write, and queries use one",
                    );
            }
        }
    }
}
