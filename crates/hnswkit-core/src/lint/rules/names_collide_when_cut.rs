//! Names that are one once they are cut.

use super::shared::title;
use crate::lint::{
    Rule, Severity,
    catalog::cut,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "names-collide-when-cut",
    summary: "two names are the same once PostgreSQL has cut them",
    severity: Severity::Error,
    page: page!("names_collide_when_cut.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw().filter(|it| it.name.is_some()) else { return };
    let name = title(create);
    if cut(&name.value).len() == name.value.len() || create.if_not_exists.is_some() {
        return;
    }
    let Some(planned) = scene.catalog.planned(create, None, scene.statement) else { return };
    if scene.catalog.index_of(&planned.name).is_some() {
        report
            .at(
                &name.span,
                format!("`{}` is taken: PostgreSQL keeps 63 bytes of the name", planned.name),
            )
            .help("choose a name that differs within the first 63 bytes");
    }
}
