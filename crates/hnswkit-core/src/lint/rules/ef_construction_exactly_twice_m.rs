//! `ef_construction` of exactly twice `m`.

use super::shared::{number, parameter};
use crate::{
    domain::{EfConstruction, M},
    lint::{
        Fix, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "ef-construction-exactly-twice-m",
    summary: "`ef_construction` is exactly twice `m`, which switches merging of equal vectors off",
    severity: Severity::Warning,
    page: page!("ef_construction_exactly_twice_m.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let m = number(create, "m", M::default().get().into());
    let ef_construction = number(create, "ef_construction", EfConstruction::default().get().into());
    let (Some(m), Some(ef_construction)) = (m, ef_construction) else { return };
    if M::new(m).is_err() || ef_construction != 2 * m {
        return;
    }
    let Some((_, value)) = parameter(create, "ef_construction").or_else(|| parameter(create, "m"))
    else {
        return;
    };
    let found = report.at(
        &value.span,
        format!("with `ef_construction` of exactly twice `m` ({m}), equal vectors are not merged"),
    );
    let found = found.help(format!("one more is enough: `ef_construction = {}`", 2 * m + 1));
    if parameter(create, "ef_construction").is_some() {
        found.fix(Fix::unsafe_(value.span.clone(), (2 * m + 1).to_string()));
    }
}
