//! What stops a plan before it does harm.

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{
    Database, Direction, Example, Server, Test, Version, hnsw_indexes, plan_of, run_plan,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "another_definition_under_the_name_stops_both_modes",
        since: Version::OLDEST,
        run: another_definition_under_the_name_stops_both_modes,
    },
    Test {
        name: "a_definition_that_the_server_refuses_leaves_nothing",
        since: Version::OLDEST,
        run: a_definition_that_the_server_refuses_leaves_nothing,
    },
    Test {
        name: "a_rollback_does_not_drop_an_index_of_another_table",
        since: Version::OLDEST,
        run: a_rollback_does_not_drop_an_index_of_another_table,
    },
    Test {
        name: "a_changed_predicate_is_seen",
        since: Version::OLDEST,
        run: a_changed_predicate_is_seen,
    },
];

/// Runs the story up over what `sql` has made, and gives the message of the refusal.
fn refused(server: &Server, example: &str, sql: &str, direction: Direction) -> Result<String> {
    let example = Example::named(example)?;
    let database = Database::create(server, "guards")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    session.batch_execute(sql)?;
    let before = hnsw_indexes(&mut session)?;
    let error = match run_plan(&mut session, &example.plan()?, direction) {
        Ok(notices) => anyhow::bail!("went through: {notices:?}"),
        Err(error) => error,
    };
    ensure!(hnsw_indexes(&mut session)? == before, "something was changed");
    let refused = error.chain().find_map(|it| it.downcast_ref::<postgres::error::DbError>());
    let refused = refused.with_context(|| format!("{error:#}"))?;
    Ok(format!("{} | {}", refused.message(), refused.detail().unwrap_or_default()))
}

fn another_definition_under_the_name_stops_both_modes(server: &Server) -> Result<()> {
    for example in ["task-tracker", "task-tracker-transactional"] {
        for (sql, expected) in [
            (
                "CREATE INDEX idx_atoms_embedding_hnsw ON atoms USING hnsw (embedding vector_l2_ops) WITH (m = 8)",
                "index idx_atoms_embedding_hnsw is there with another definition | There is: USING hnsw \
                 (embedding vector_l2_ops) WITH (m = 8, ef_construction = 64). Planned: USING hnsw \
                 (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64).",
            ),
            (
                "CREATE INDEX idx_atoms_embedding_hnsw ON atoms (id)",
                "index idx_atoms_embedding_hnsw is there with another definition | There is: USING btree \
                 (id int8_ops) WITH (m = 16, ef_construction = 64). Planned: USING hnsw \
                 (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64).",
            ),
            (
                "CREATE INDEX idx_atoms_embedding_hnsw ON messages USING hnsw (embedding vector_cosine_ops)",
                "index idx_atoms_embedding_hnsw belongs to another table than atoms | ",
            ),
            (
                "CREATE VIEW idx_atoms_embedding_hnsw AS SELECT 1",
                "relation idx_atoms_embedding_hnsw is there and is not an index | ",
            ),
        ] {
            // The second index is in the way, so the first must not have been built either.
            let found = refused(server, example, sql, Direction::Up)?;
            ensure!(found == expected, "{example}: {found}");
        }
    }
    Ok(())
}

/// A concurrent build over a column of 2,001 dimensions would leave an INVALID index.
fn a_definition_that_the_server_refuses_leaves_nothing(server: &Server) -> Result<()> {
    let found = refused(
        server,
        "task-tracker",
        "DROP TABLE atoms; CREATE TABLE atoms (embedding vector(2001))",
        Direction::Up,
    )?;
    ensure!(found == "column cannot have more than 2000 dimensions for hnsw index | ", "{found}");
    Ok(())
}

fn a_rollback_does_not_drop_an_index_of_another_table(server: &Server) -> Result<()> {
    for example in ["task-tracker", "task-tracker-transactional"] {
        let found = refused(
            server,
            example,
            "CREATE INDEX idx_atoms_embedding_hnsw ON messages USING hnsw (embedding vector_cosine_ops)",
            Direction::Down,
        )?;
        let expected = "idx_atoms_embedding_hnsw is not an index on atoms: not dropped | ";
        ensure!(found == expected, "{found}");
    }
    Ok(())
}

/// The server rewrites predicates; the comparison must see through that and see real changes.
fn a_changed_predicate_is_seen(server: &Server) -> Result<()> {
    let example = Example::named("partial")?;
    let database = Database::create(server, "predicates")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    run_plan(&mut session, &example.plan()?, Direction::Up)?;
    let changed = plan_of(&example.toml.replace("'active'", "'draft'"))?;
    let error = run_plan(&mut session, &changed, Direction::Up).err().context("went through")?;
    ensure!(format!("{:#}", error.root_cause()).contains("with another definition"), "{error:#}");
    Ok(())
}
