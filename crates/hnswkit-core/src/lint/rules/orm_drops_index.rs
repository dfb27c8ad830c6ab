//! An index that an ORM drops.

use crate::lint::{
    Direction, Rule, Severity,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "orm-drops-index",
    summary: "a statement that an ORM made up drops an HNSW index that it does not know",
    severity: Severity::Warning,
    page: page!("orm_drops_index.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    for it in scene.file.dropped.iter().filter(|it| it.direction == Direction::Up) {
        let Some(tool) = it.generated else { continue };
        let is_ours = it.index.as_ref().map_or(it.name.contains("hnsw"), |it| it.is_hnsw());
        let comes_back = scene.file.created.iter().skip(it.after_creations).any(|new| {
            new.index.name.name == it.name
                || it
                    .index
                    .as_ref()
                    .is_some_and(|old| old.table == new.index.table && old.key == new.index.key)
        });
        if is_ours && !comes_back {
            report
                .at(
                    &it.span,
                    format!("{tool} drops `{}` because its schema does not have it", it.name),
                )
                .help("delete the statement, and tell the tool to leave the index alone");
        }
    }
}
