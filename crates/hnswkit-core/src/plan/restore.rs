//! Build the HNSW indexes of a dump that is restored without them.

use super::{
    IndexRequest, Phase, RestoreRequest, dump,
    planner::{Around, Way, step},
};
use crate::{
    domain::QualifiedName,
    sql::{Analyze, GuardExtension, GuardRestored},
};

/// The gates before the builds, and the statistics behind them; the way back is that of the builds.
pub(super) fn add(around: &mut Around, it: &RestoreRequest, indexes: &[IndexRequest], way: Way) {
    if way == Way::Back {
        return;
    }
    let guard = &mut around.guard;
    if let Some(at_least) = it.from {
        guard.push(step(
            Phase::Guard,
            None,
            "A dump may hold what an older pgvector does not know.",
            GuardExtension { at_least },
        ));
    }
    guard.push(step(
        Phase::Guard,
        None,
        "Stops with the commands to run until the tables are restored with their rows, and without \
         their HNSW indexes: pg_restore would build those with the memory and the workers of the \
         server's defaults. Tables that have rows are taken as restored; compare the counts.",
        GuardRestored { tables: tables(indexes), commands: commands(it, indexes) },
    ));
    // Statistics, which a dump does not have before PostgreSQL 18.
    around.behind.extend(tables(indexes).into_iter().map(|table| {
        step(
            Phase::Build,
            None,
            "A restored table has no statistics, and without them the planner may leave the index \
             unused. Reads and writes go on.",
            Analyze { table },
        )
    }));
}

/// Each table once.
fn tables(indexes: &[IndexRequest]) -> Vec<QualifiedName> {
    let mut tables: Vec<QualifiedName> = vec![];
    for it in indexes {
        if !tables.contains(&it.definition.table) {
            tables.push(it.definition.table.clone());
        }
    }
    tables
}

/// What restores everything but the indexes of the plan, for a POSIX shell.
fn commands(it: &RestoreRequest, indexes: &[IndexRequest]) -> String {
    let dump = dump::word(&it.dump);
    format!(
        "pg_restore --list {dump} | grep -v -F {names} > without-hnsw.list\n\
         pg_restore --exit-on-error --no-owner --jobs={jobs} --use-list=without-hnsw.list \
         --dbname=\"$DATABASE_URL\" {dump}",
        names = dump::entries(indexes.iter().map(|it| &*it.definition)),
        jobs = it.jobs,
    )
}
