//! `SET … = $1`.

use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "set-with-parameter",
    summary: "SET takes no parameter of the driver",
    severity: Severity::Error,
    page: page!("set_with_parameter.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Set(set)) = scene.action() else { return };
    if let Some(hole) = &set.hole
        && ["hnsw.", "ivfflat.", "maintenance_work_mem"].iter().any(|it| set.name.starts_with(it))
    {
        report.at(hole, "SET cannot take a parameter").help(format!(
            "`SELECT set_config('{}', $1, true)` can, within a transaction",
            set.name
        ));
    }
}
