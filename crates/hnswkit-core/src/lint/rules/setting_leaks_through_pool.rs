//! Settings that stay with a connection.

use crate::lint::{
    Rule, Severity, Tool,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "setting-leaks-through-pool",
    summary: "a setting of the session stays with the connection when it goes back to the pool",
    severity: Severity::Hint,
    page: page!("setting_leaks_through_pool.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    let is_known = scene.file.is_program || scene.file.asks_after_setting;
    if !is_known || scene.file.tool == Some(Tool::Psql) {
        return;
    }
    for (name, span) in &scene.file.open_settings {
        report
            .at(span, format!("`{name}` stays set for whoever gets the connection next"))
            .help("SET LOCAL within a transaction ends with it; or RESET it");
    }
}
