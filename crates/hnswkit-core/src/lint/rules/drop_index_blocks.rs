//! A plain `DROP INDEX`.

use crate::lint::{
    Action, Direction, Fix, Rule, Severity, Wrap,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "drop-index-blocks",
    summary: "DROP INDEX waits for every query on the table, and lets none pass it",
    severity: Severity::Hint,
    page: page!("drop_index_blocks.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::DropIndex(it)) = scene.action() else { return };
    let outside = !scene.session.explicit && scene.session.wrap != Wrap::File;
    if it.concurrently.is_some()
        || !outside
        || scene.file.direction == Direction::Down
        || it.generated.is_some()
    {
        return;
    }
    // With a lock_timeout it gives up rather than stand in everybody's way.
    if scene.session.get("lock_timeout").is_some() {
        return;
    }
    let ours = it.names.iter().find_map(|name| scene.catalog.index(name).filter(|it| it.is_hnsw()));
    let Some(index) = ours else { return };
    let table = scene.catalog.table_of(&index.table);
    if index.source == scene.source || table.is_some_and(|it| it.partitioned || it.temporary) {
        return;
    }
    let found = report
        .at(
            scene.statement,
            format!("behind one long query, this makes all later ones on `{}` wait", index.table),
        )
        .help("write CONCURRENTLY, outside of a transaction; or set a lock_timeout before it");
    if let (Some(at), 1) = (it.insert_concurrently, it.names.len()) {
        found.fix(Fix::unsafe_(at..at, " CONCURRENTLY"));
    }
}
