//! `CONCURRENTLY` where the tool begins a transaction.

use super::shared::concurrent;
use crate::lint::{
    Rule, Severity, Wrap,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "concurrently-in-tool-transaction",
    summary: "the migration tool puts a statement into a transaction that none may hold",
    severity: Severity::Error,
    page: page!("concurrently_in_tool_transaction.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    if scene.session.explicit || scene.session.wrap != Wrap::File {
        return;
    }
    let Some((span, what)) = concurrent(scene) else { return };
    let tool = scene.file.tool;
    let who = tool.map_or("the migration tool", |it| it.title());
    let found =
        report.at(&span, format!("{who} runs this in a transaction, where {what} is refused"));
    match tool.map(|it| it.way_out()) {
        Some(Some(it)) => found.help(it),
        Some(None) => found
            .help(format!("{who} has no way around it: build the index with a script of its own")),
        None => found.help("tell the tool to use no transaction"),
    };
}
