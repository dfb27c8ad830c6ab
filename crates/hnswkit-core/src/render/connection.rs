//! Settings that a connection brings along, for tools whose statements cannot have them in a file.

use std::fmt::Write as _;

use super::comment;
use crate::{
    plan::{Phase, Plan},
    sql::{Parameter, SettingValue, Statement},
};

/// How a tool's connection is given settings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    /// libpq and what follows it read `PGOPTIONS`.
    Environment,
    /// A parameter of the URL.
    Url,
}

/// Comments that say how to give the connection its settings.
pub(super) fn push(out: &mut String, plan: &Plan, channel: Channel) {
    let options = options(plan);
    match channel {
        Channel::Environment => {
            comment::push(out, "", "--", "The connection brings the settings:");
            let _ = writeln!(out, "--   PGOPTIONS=\"{options}\"");
        }
        Channel::Url => {
            comment::push(
                out,
                "",
                "--",
                "The connection brings the settings, at the end of its URL, after ? or &:",
            );
            let encoded = options.replace('=', "%3D").replace(' ', "%20");
            let _ = writeln!(out, "--   options={encoded}");
        }
    }
    if plan.request.target.postgres.is_none() {
        let text =
            "PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.";
        comment::push(out, "", "--", text);
    }
}

/// `-c name=value` for each setting of the builds; where builds differ, the largest.
pub(super) fn options(plan: &Plan) -> String {
    let mut settings: Vec<(Parameter, SettingValue)> = vec![];
    let steps = plan.up.iter().chain(&plan.down);
    for step in steps.filter(|it| it.phase == Phase::Build) {
        let Statement::Set(it) = &step.statement else { continue };
        match settings.iter_mut().find(|(parameter, _)| *parameter == it.parameter) {
            Some((_, value)) => *value = larger(*value, it.value),
            None => settings.push((it.parameter, it.value)),
        }
    }
    if plan.request.target.postgres.is_some_and(|it| 17 <= it.major) {
        settings.push((Parameter::TransactionTimeout, SettingValue::Seconds(0)));
    }
    let texts: Vec<_> = settings
        .iter()
        .map(|(parameter, value)| {
            format!("-c {}={}", parameter.name(), value.to_string().trim_matches('\''))
        })
        .collect();
    texts.join(" ")
}

fn larger(one: SettingValue, other: SettingValue) -> SettingValue {
    use SettingValue::{Memory, Number};
    match (one, other) {
        (Memory(it), Memory(that)) if it.bytes() < that.bytes() => other,
        (Number(it), Number(that)) if it < that => other,
        _ => one,
    }
}
