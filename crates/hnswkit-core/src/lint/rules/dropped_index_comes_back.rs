//! An index that comes back.

use super::shared::title;
use crate::lint::{
    Direction, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "dropped-index-comes-back",
    summary: "IF NOT EXISTS brings an index back that an earlier file dropped",
    severity: Severity::Warning,
    page: page!("dropped_index_comes_back.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    if scene.file.direction == Direction::Down {
        // The way back of a drop.
        return;
    }
    let Some(create) = scene.hnsw().filter(|it| it.if_not_exists.is_some()) else { return };
    let Some(planned) = scene.catalog.planned(create, None, scene.statement) else { return };
    let Some((dropped_in, old)) = scene.catalog.dropped(&planned.name) else { return };
    if *dropped_in != scene.source && old.same_definition(&planned) {
        report
            .at(
                &title(create).span,
                format!("an earlier file dropped `{}`, and this brings it back", planned.name),
            )
            .help("take it out here too, or give it another name when it is wanted again");
    }
}
