//! More memory than there is.

use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "memory-beyond-ram",
    summary: "maintenance_work_mem is more than the server has",
    severity: Severity::Warning,
    page: page!("memory_beyond_ram.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Set(set)) = scene.action() else { return };
    let (Some(ram), Some(value)) = (scene.options.ram, &set.value) else { return };
    if set.name != "maintenance_work_mem" {
        return;
    }
    if super::shared::memory(value).is_some_and(|it| ram <= it) {
        report
            .at(&value.span, format!("the server has {ram}"))
            .help("leave half of it to shared_buffers, connections and the page cache");
    }
}
