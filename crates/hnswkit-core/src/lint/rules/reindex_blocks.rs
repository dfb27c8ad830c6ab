//! A plain `REINDEX`.

use super::shared::rebuilds_ours;
use crate::lint::{
    Action, Fix, Rule, Severity, Wrap,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "reindex-blocks",
    summary: "REINDEX without CONCURRENTLY blocks writes, and queries too",
    severity: Severity::Warning,
    page: page!("reindex_blocks.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Reindex(it)) = scene.action() else { return };
    if it.concurrently.is_some() || !rebuilds_ours(scene, it) {
        return;
    }
    let found = report
        .at(scene.statement, "until the index is built anew, writes to the table wait, and so do queries that look at its indexes")
        .help("write CONCURRENTLY, outside of a transaction");
    let may_be_outside = !scene.session.explicit && scene.session.wrap != Wrap::File;
    if let Some(at) = it.insert_concurrently.filter(|_| may_be_outside) {
        found.fix(Fix::unsafe_(at..at, " CONCURRENTLY"));
    }
}
