//! Revisions run by the real Alembic.

use anyhow::{Result, ensure};
use hnswkit_tests::{Alembic, Database, Example, Server, Test, Version, hnsw_indexes, run_script};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "up_down_up", since: Version::OLDEST, run: up_down_up },
    Test {
        name: "a_second_run_changes_nothing",
        since: Version::OLDEST,
        run: a_second_run_changes_nothing,
    },
    Test { name: "offline_sql_works", since: Version::OLDEST, run: offline_sql_works },
];

/// The story in both modes, and hostile names with both drivers.
///
/// The statements of all examples run in `plans.rs`; this is about what Alembic makes of them.
fn up_down_up(server: &Server) -> Result<()> {
    for (name, driver) in [
        ("task-tracker", "psycopg"),
        ("task-tracker-transactional", "psycopg"),
        ("hostile", "psycopg"),
        ("hostile", "psycopg2"),
    ] {
        let example = Example::named(name)?;
        let plan = example.plan()?;
        let database = Database::create(server, name)?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        let alembic = Alembic::create(database.url(), driver)?;
        alembic.add(&plan)?;
        alembic.run(&["upgrade", "head"])?;
        let built = hnsw_indexes(&mut session)?;
        ensure!(built.len() == plan.request.indexes.len(), "{name}: {built:?}");
        ensure!(built.iter().all(|it| it.contains(" t t ")), "{name}: {built:?}");
        ensure!(alembic.run(&["current"])?.contains("(head)"), "{name}: not the head");
        alembic.run(&["downgrade", "-1"])?;
        let left = hnsw_indexes(&mut session)?;
        ensure!(left.is_empty(), "{name}: {left:?}");
        alembic.run(&["upgrade", "head"])?;
        ensure!(hnsw_indexes(&mut session)?.len() == built.len(), "{name}: up again");
    }
    Ok(())
}

fn a_second_run_changes_nothing(server: &Server) -> Result<()> {
    for example in ["task-tracker", "task-tracker-transactional"] {
        let example = Example::named(example)?;
        let database = Database::create(server, example.name)?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        let alembic = Alembic::create(database.url(), "psycopg")?;
        alembic.add(&example.plan()?)?;
        alembic.run(&["upgrade", "head"])?;
        let built = hnsw_indexes(&mut session)?;
        alembic.run(&["stamp", "first"])?;
        alembic.run(&["upgrade", "head"])?;
        ensure!(hnsw_indexes(&mut session)? == built, "{}: built anew", example.name);
    }
    Ok(())
}

/// `alembic upgrade --sql` gives the same as a script for psql.
fn offline_sql_works(server: &Server) -> Result<()> {
    for name in ["task-tracker", "hostile"] {
        let example = Example::named(name)?;
        let plan = example.plan()?;
        let database = Database::create(server, "offline")?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        let alembic = Alembic::create(database.url(), "psycopg")?;
        alembic.add(&plan)?;
        for (args, indexes) in [
            (["upgrade", "head", "--sql"], plan.request.indexes.len()),
            (["downgrade", "head:first", "--sql"], 0),
        ] {
            let script = alembic.run(&args)?;
            // Alembic logs nothing here, so that all it prints is SQL.
            run_script(&mut session, &script)?;
            let found = hnsw_indexes(&mut session)?;
            ensure!(found.len() == indexes, "{}: {found:?}", example.name);
        }
    }
    Ok(())
}
