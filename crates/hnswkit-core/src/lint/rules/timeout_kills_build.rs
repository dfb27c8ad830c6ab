//! Timeouts that end builds.

use super::shared::estimated;
use crate::{
    domain::Seconds,
    lint::{
        Action, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "timeout-kills-build",
    summary: "a timeout in force ends the build, and can leave an INVALID index",
    severity: Severity::Warning,
    page: page!("timeout_kills_build.md"),
    check,
};

/// A concurrent build should have at least this long.
const LONG: Seconds = Seconds(3_600.0);
/// A plain build should have at least this long.
const SHORT: Seconds = Seconds(60.0);

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    // Where it is refused, that is told.
    if scene.session.explicit && super::shared::concurrent(scene).is_some() {
        return;
    }
    let (concurrently, high) = match scene.action() {
        Some(Action::CreateIndex(it)) if scene.hnsw().is_some() => {
            let Some(key) = scene.target.map(|it| &it.table) else { return };
            let table = scene.catalog.table_of(key);
            if table.is_some_and(|it| it.created_in == Some(scene.source) && !it.filled) || it.only
            {
                return;
            }
            (it.concurrently.is_some(), estimated(scene, it).map(|it| it.build_seconds_high))
        }
        Some(Action::Reindex(it)) if super::shared::rebuilds_ours(scene, it) => {
            (it.concurrently.is_some(), None)
        }
        _ => return,
    };
    let enough = high.unwrap_or(if concurrently { LONG } else { SHORT });
    let leaves = if concurrently { ", and leaves an INVALID index" } else { "" };
    for name in ["statement_timeout", "transaction_timeout"] {
        let Some(set) = scene.session.get(name) else { continue };
        if set.duration().is_some_and(|it| 0.0 < it.0 && it < enough) {
            report
                .at(&set.span, format!("`{name}` of {} would end the build{leaves}", set.text()))
                .help(format!("`SET {name} = 0` before the build"));
        }
    }
    let Some(set) = scene.session.get("lock_timeout").filter(|_| concurrently) else { return };
    if set.duration().is_some_and(|it| 0.0 < it.0) {
        report
            .at(&set.span, format!(
                "`lock_timeout` of {} also ends the wait for older transactions at the end of the build, and leaves an INVALID index",
                set.text()
            ))
            .help("`SET lock_timeout = 0` before the build: waiting blocks no reads and no writes");
    }
}
