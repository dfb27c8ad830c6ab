//! `CONCURRENTLY` between `BEGIN` and `COMMIT`.

use super::shared::concurrent;
use crate::lint::{
    Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "concurrently-in-transaction",
    summary: "a statement that no transaction may hold stands between BEGIN and COMMIT",
    severity: Severity::Error,
    page: page!("concurrently_in_transaction.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    if !scene.session.explicit {
        return;
    }
    if let Some((span, what)) = concurrent(scene) {
        report
            .at(&span, format!("{what} cannot run between BEGIN and COMMIT"))
            .help("put COMMIT before it, or give it a file of its own");
    }
}
