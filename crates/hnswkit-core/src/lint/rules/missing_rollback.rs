//! No way back.

use crate::lint::{
    Direction, Rule, Severity, Tool,
    rule::{Moment, Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "missing-rollback",
    summary: "a migration builds an index and does not say how to take it away",
    severity: Severity::Hint,
    page: page!("missing_rollback.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Moment::EndOfSource = scene.moment else { return };
    let goes_both_ways = match scene.file.tool {
        Some(Tool::Goose | Tool::Dbmate) => scene.file.has_down && 0 < scene.file.down_statements,
        Some(Tool::Liquibase) => scene.file.has_down,
        _ => return,
    };
    let first =
        scene.file.created.iter().find(|it| it.direction == Direction::Up && it.index.is_hnsw());
    if let (Some(it), false) = (first, goes_both_ways) {
        report.at(&it.index.span, format!("the way back for `{}` is missing", it.index.name)).help(
            format!(
                "`DROP INDEX CONCURRENTLY IF EXISTS {}` in the part that goes back",
                it.index.name
            ),
        );
    }
}
