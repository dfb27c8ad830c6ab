//! `ef_construction` below twice `m`.

use super::shared::{number, parameter};
use crate::{
    domain::{EfConstruction, Hnsw, M},
    lint::{
        Fix, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "ef-construction-below-twice-m",
    summary: "`ef_construction` is below twice `m`",
    severity: Severity::Error,
    page: page!("ef_construction_below_twice_m.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let m = number(create, "m", M::default().get().into());
    let ef_construction = number(create, "ef_construction", EfConstruction::default().get().into());
    let (Some(Ok(m)), Some(Ok(ef_construction))) =
        (m.map(M::new), ef_construction.map(EfConstruction::new))
    else {
        return;
    };
    let Err(it) = Hnsw::new(m, ef_construction) else { return };
    let wanted = 4 * m.get();
    let help =
        format!("set `ef_construction` to {wanted}, which is four times `m` as in the defaults");
    match (parameter(create, "ef_construction"), parameter(create, "m")) {
        (Some((_, value)), _) => {
            report
                .at(&value.span, it.to_string())
                .help(help)
                .fix(Fix::unsafe_(value.span.clone(), wanted.to_string()));
        }
        (None, Some((parameter, value))) => {
            let end = parameter.span.end;
            report
                .at(&value.span, it.to_string())
                .help(help)
                .fix(Fix::unsafe_(end..end, format!(", ef_construction = {wanted}")));
        }
        (None, None) => {}
    }
}
