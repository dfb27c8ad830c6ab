//! An index that an ORM drops.

use crate::lint::{
    Direction, Rule, Severity,
    catalog::Index,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "orm-drops-index",
    summary: "a statement that an ORM made up drops an HNSW index that it does not know",
    severity: Severity::Warning,
    page: page!("orm_drops_index.md"),
    check,
};

/// How many statements behind it are looked at.
const FEW: usize = 100;

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    for it in scene.file.dropped.iter().filter(|it| it.direction == Direction::Up) {
        let Some(tool) = it.generated else { continue };
        let is_ours = it.index.as_ref().map_or(it.name.contains("hnsw"), |it| it.is_hnsw());
        // A migration that a tool made up has few statements.
        let new = scene.file.created.iter().skip(it.after_creations).take(FEW);
        let comes_back = new.into_iter().any(|new| {
            let is_same = |old: &Index| old.table == new.index.table && old.key == new.index.key;
            new.index.name.name == it.name || it.index.as_ref().is_some_and(|it| is_same(it))
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
