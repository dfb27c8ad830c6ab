//! Dropped before the replacement is there.

use crate::lint::{
    Direction, Rule, Severity,
    catalog::Qualified,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "drop-before-replacement",
    summary: "an index is dropped before the one that replaces it exists",
    severity: Severity::Warning,
    page: page!("drop_before_replacement.md"),
    check,
};

use std::collections::BTreeMap;

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    let mut by_column: BTreeMap<(&Qualified, &str), usize> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, it) in scene.file.created.iter().enumerate() {
        if it.direction == Direction::Up && it.index.is_hnsw() {
            if let Some(column) = it.index.key.column() {
                by_column.insert((&it.index.table, column), n);
            }
            by_name.insert(&it.index.name.name, n);
        }
    }
    for it in scene.file.dropped.iter().filter(|it| it.direction == Direction::Up) {
        let last = match &it.index {
            // What the file has built itself serves nobody yet.
            Some(index) if index.source == scene.source => continue,
            Some(index) => {
                index.key.column().and_then(|column| by_column.get(&(&index.table, column)))
            }
            // Without `IF EXISTS` it must be there.
            None if !it.if_exists => by_name.get(it.name.as_str()),
            None => None,
        };
        if last.is_none_or(|last| *last < it.after_creations) {
            continue;
        }
        let what = match it.in_transaction {
            true => {
                "until COMMIT nobody can read or write the table, and if the build fails there is no way forward"
            }
            false => {
                "until the new index is built, queries read the whole table; if the build fails, they go on doing so"
            }
        };
        report
            .at(&it.span, format!("`{}` goes before its replacement is there: {what}", it.name))
            .help("build the new index under another name first, then drop the old one; ALTER INDEX … RENAME gives it the old name");
    }
}
