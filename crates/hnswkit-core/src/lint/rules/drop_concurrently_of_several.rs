//! Several indexes in `DROP INDEX CONCURRENTLY`.

use super::shared::is_ours;
use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "drop-concurrently-of-several",
    summary: "DROP INDEX CONCURRENTLY takes one index, and no CASCADE",
    severity: Severity::Error,
    page: page!("drop_concurrently_of_several.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::DropIndex(it)) = scene.action() else { return };
    if it.concurrently.is_none() || !it.names.iter().any(|it| is_ours(scene, it)) {
        return;
    }
    if let (Some(second), Some(last)) = (it.names.get(1), it.names.last()) {
        let span = second.span().start..last.span().end;
        report
            .at(&span, "DROP INDEX CONCURRENTLY drops one index at a time")
            .help("write one statement for each");
    }
    if let Some(span) = &it.cascade {
        report
            .at(span, "DROP INDEX CONCURRENTLY does not take CASCADE")
            .help("leave CASCADE out; nothing depends on an HNSW index");
    }
}
