//! More workers than processors.

use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "workers-beyond-cpus",
    summary: "more workers are allowed than there are processors",
    severity: Severity::Hint,
    page: page!("workers_beyond_cpus.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Set(set)) = scene.action() else { return };
    let (Some(cpus), Some(value)) = (scene.options.cpus, &set.value) else { return };
    if set.name != "max_parallel_maintenance_workers" {
        return;
    }
    // One more process leads them.
    if value.integer().is_some_and(|it| i64::from(cpus) <= it) {
        report
            .at(
                &value.span,
                format!(
                    "with the process that leads them these are more than the {cpus} processors"
                ),
            )
            .help(format!("{} is all that helps", cpus.saturating_sub(1)));
    }
}
