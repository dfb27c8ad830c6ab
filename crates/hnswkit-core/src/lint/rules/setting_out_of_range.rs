//! Settings with impossible values.

use crate::{
    domain::{OutOfRange, PARAMETERS, ParameterKind},
    lint::{
        Action, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "setting-out-of-range",
    summary: "a setting of pgvector has a value that the server refuses",
    severity: Severity::Error,
    page: page!("setting_out_of_range.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::Set(set)) = scene.action() else { return };
    let Some(value) = &set.value else { return };
    if set.name == "hnsw.iterative_scan" {
        let known = ["off", "relaxed_order", "strict_order"];
        if !known.iter().any(|it| it.eq_ignore_ascii_case(&value.text)) {
            report
                .at(&value.span, format!("`hnsw.iterative_scan` is `off`, `relaxed_order` or `strict_order`, but not `{}`", value.text))
                .help("`strict_order` keeps the order by distance; `relaxed_order` finds more in the same time");
        }
        return;
    }
    let is_setting = |it: &&&crate::domain::ParameterInfo| {
        it.kind == ParameterKind::Setting && it.name == set.name
    };
    let Some(parameter) = PARAMETERS.iter().find(is_setting) else { return };
    if let Some(value_read) = value.integer()
        && !(i64::from(parameter.min)..=i64::from(parameter.max)).contains(&value_read)
    {
        report
            .at(&value.span, OutOfRange { parameter, value: value_read }.to_string())
            .help(format!("{} is the default", parameter.default));
    }
}
