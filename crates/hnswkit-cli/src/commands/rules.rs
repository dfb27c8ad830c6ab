//! `hnswkit rules`.

use hnswkit_api::json::RulesDocument;
use hnswkit_core::lint::RULES;

use crate::{
    args::Global,
    failure::Failure,
    output::{
        self, json,
        lint::severity_style,
        style::{DIM, TITLE, paint},
        table::Table,
    },
};

/// Lists the rules.
pub(super) fn run(global: Global) -> Result<(), Failure> {
    if global.json {
        return json::print(&RulesDocument::new());
    }
    let mut table = Table::default();
    table.row(["rule", "severity", "what it finds"].map(|it| paint(DIM, it)));
    for it in RULES {
        let severity = it.severity.name();
        let severity = paint(severity_style(severity), severity);
        table.row([paint(TITLE, it.id), severity, it.summary.to_owned()]);
    }
    let mut out = String::new();
    table.push(&mut out, "");
    output::stdout(&out)?;
    if !global.quiet {
        output::stderr("`hnswkit explain RULE` shows the page of a rule\n");
    }
    Ok(())
}
