//! Every plan on every server: up, verify, again, down, again, up.

use anyhow::{Result, ensure};
use hnswkit_tests::{
    Database, Direction, EXAMPLES, Server, Test, Version, hnsw_indexes, run_plan, settings,
};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "up_down_up", since: Version::OLDEST, run: up_down_up },
    Test {
        name: "a_valid_index_built_by_hand_with_the_defaults_is_left_alone",
        since: Version::OLDEST,
        run: a_valid_index_built_by_hand_with_the_defaults_is_left_alone,
    },
    Test { name: "preflight_is_fine", since: Version::OLDEST, run: preflight_is_fine },
];

fn up_down_up(server: &Server) -> Result<()> {
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let plan = example.plan()?;
        let database = Database::create(server, example.name)?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        // Settings of the session's own must come out as they went in.
        session.batch_execute("SET lock_timeout = '7s'; SET maintenance_work_mem = '77MB'")?;
        let before = settings(&mut session)?;

        run_plan(&mut session, &plan, Direction::Up)?;
        let built = hnsw_indexes(&mut session)?;
        ensure!(built.len() == plan.request.indexes.len(), "{}: {built:?}", example.name);
        ensure!(built.iter().all(|it| it.contains(" t t ")), "{}: {built:?}", example.name);
        ensure!(settings(&mut session)? == before, "{}: settings were not put back", example.name);

        let notices = run_plan(&mut session, &plan, Direction::Up)?;
        let says_so = notices.iter().filter(|it| it.ends_with("nothing to build")).count();
        ensure!(says_so == built.len(), "{}: {notices:?}", example.name);
        ensure!(hnsw_indexes(&mut session)? == built, "{}: built anew", example.name);

        for _ in 0..2 {
            run_plan(&mut session, &plan, Direction::Down)?;
            let left = hnsw_indexes(&mut session)?;
            ensure!(left.is_empty(), "{}: {left:?}", example.name);
            ensure!(settings(&mut session)? == before, "{}: settings after down", example.name);
        }

        run_plan(&mut session, &plan, Direction::Up)?;
        ensure!(hnsw_indexes(&mut session)?.len() == built.len(), "{}: up again", example.name);
    }
    Ok(())
}

fn a_valid_index_built_by_hand_with_the_defaults_is_left_alone(server: &Server) -> Result<()> {
    let example = &EXAMPLES[0];
    let database = Database::create(server, "by hand")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    // No WITH: pgvector's defaults are the planned values.
    session.batch_execute(
        "CREATE INDEX idx_messages_embedding_hnsw ON messages USING hnsw (embedding vector_cosine_ops)",
    )?;
    let before = hnsw_indexes(&mut session)?;
    run_plan(&mut session, &example.plan()?, Direction::Up)?;
    let after = hnsw_indexes(&mut session)?;
    ensure!(after.contains(&before[0]), "{before:?} became {after:?}");
    Ok(())
}

/// Before a plan nothing is wrong; afterwards the name is taken by the planned index.
fn preflight_is_fine(server: &Server) -> Result<()> {
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let plan = example.plan()?;
        let database = Database::create(server, "preflight")?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        for _ in 0..2 {
            for check in plan.preflight() {
                session.batch_execute("BEGIN READ ONLY")?;
                let sql = check.to_string();
                let rows = session.simple_query(&sql)?;
                session.batch_execute("COMMIT")?;
                for row in rows {
                    let postgres::SimpleQueryMessage::Row(row) = row else { continue };
                    let (ok, detail) = (row.get(0), row.get(1));
                    ensure!(ok != Some("f"), "{}: {sql}\n{detail:?}", example.name);
                    ensure!(detail.is_some_and(|it| !it.is_empty()), "{}: {sql}", example.name);
                }
            }
            run_plan(&mut session, &plan, Direction::Up)?;
        }
    }
    Ok(())
}
