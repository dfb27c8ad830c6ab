//! `IF NOT EXISTS` over an INVALID index.

use std::collections::BTreeSet;

use crate::lint::{
    Direction, Rule, Severity,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "if-not-exists-keeps-invalid-index",
    summary: "CONCURRENTLY IF NOT EXISTS passes over an INVALID index that a failed build has left",
    severity: Severity::Warning,
    page: page!("if_not_exists_keeps_invalid_index.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    if scene.file.looks_at_validity {
        return;
    }
    let before = scene.file.dropped.iter().filter(|it| it.direction == Direction::Up);
    let dropped = before.map(|it| &it.name);
    let guarded: BTreeSet<&String> = dropped.chain(&scene.file.rebuilt).collect();
    for it in &scene.file.created {
        let Some(span) = &it.if_not_exists else { continue };
        let name = &it.index.name.name;
        let is_guarded = guarded.contains(name);
        if it.concurrently && it.direction == Direction::Up && !it.on_new_table && !is_guarded {
            report
                .at(span, format!("after a build that failed, `{name}` exists but is INVALID, and this passes over it"))
                .help(format!(
                    "put `DROP INDEX CONCURRENTLY IF EXISTS {name};` before it for an index that is not in use yet, or look at pg_index.indisvalid behind it"
                ));
        }
    }
}
