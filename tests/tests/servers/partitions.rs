//! Partitions that the spec does not know, and indexes of partitions that are not as planned.

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Database, Direction, Server, Session, Test, Version, plan_of, run_plan};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "a_forgotten_partition_stops_the_plan_and_is_named",
        since: Version::OLDEST,
        run: a_forgotten_partition_stops_the_plan_and_is_named,
    },
    Test {
        name: "what_postgresql_has_named_gets_the_planned_name",
        since: Version::OLDEST,
        run: what_postgresql_has_named_gets_the_planned_name,
    },
    Test {
        name: "other_parameters_are_not_attached",
        since: Version::OLDEST,
        run: other_parameters_are_not_attached,
    },
    Test {
        name: "the_preflight_shows_the_line_of_the_spec",
        since: Version::OLDEST,
        run: the_preflight_shows_the_line_of_the_spec,
    },
    Test {
        name: "an_attached_table_brings_its_index",
        since: Version::OLDEST,
        run: an_attached_table_brings_its_index,
    },
];

const SPEC: &str = include_str!("../../specs/operations/partitions.toml");
const SCHEMA: &str = include_str!("../../specs/operations/partitions.sql");

fn start(server: &Server) -> Result<(Database, Session)> {
    let database = Database::create(server, "partitions")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    Ok((database, session))
}

fn a_forgotten_partition_stops_the_plan_and_is_named(server: &Server) -> Result<()> {
    let (database, mut session) = start(server)?;
    session.batch_execute("CREATE TABLE events_3 PARTITION OF events DEFAULT")?;
    let plan = plan_of(SPEC)?;
    let Err(error) = run_plan(&mut session, &plan, Direction::Up) else {
        anyhow::bail!("the plan has forgotten a partition")
    };
    let error = format!("{error:?}");
    ensure!(error.contains("partition events_3 is not in the spec"), "{error}");
    let line = r#"partitions = ["events_1", "events_2/\"Events, 2/b=\"", "events_2/events_2a", "events_3"]"#;
    ensure!(error.contains(line), "{error}");

    // With that line it runs.
    let old = SPEC.lines().find(|it| it.starts_with("partitions")).context("the line")?;
    let mut session = database.connect()?;
    let plan = plan_of(&SPEC.replace(old, line))?;
    run_plan(&mut session, &plan, Direction::Up)?;
    // One that has its part already may be missing in the spec.
    run_plan(&mut session, &plan_of(SPEC)?, Direction::Up)?;

    // One on another server cannot be indexed.
    session.batch_execute(
        "CREATE FOREIGN DATA WRAPPER far;
        CREATE SERVER far FOREIGN DATA WRAPPER far;
        DROP TABLE events_3;
        CREATE FOREIGN TABLE events_far PARTITION OF events DEFAULT SERVER far",
    )?;
    let Err(error) = run_plan(&mut session, &plan_of(SPEC)?, Direction::Up) else {
        anyhow::bail!("the plan has indexed a foreign table")
    };
    let error = format!("{error:?}");
    let foreign = "partition events_far is a foreign table, which cannot be indexed";
    ensure!(error.contains(foreign), "{error}");
    session.batch_execute("DROP FOREIGN TABLE events_far; CREATE TABLE events_3 PARTITION OF events DEFAULT; RESET ALL")?;

    // And one that is gone must not be there.
    session.batch_execute("DROP TABLE events_1")?;
    let Err(error) = run_plan(&mut session, &plan, Direction::Up) else {
        anyhow::bail!("the plan has not missed a partition")
    };
    let error = format!("{error:?}");
    ensure!(
        error.contains("partition events_1 of the spec is not there, or not where it says"),
        "{error}"
    );

    // Nor can a table without any be indexed so.
    session.batch_execute(
        "RESET ALL; DROP TABLE events; CREATE TABLE events (id bigint, kind integer, embedding vector(8))",
    )?;
    let Err(error) = run_plan(&mut session, &plan, Direction::Up) else {
        anyhow::bail!("the plan has found partitions")
    };
    ensure!(format!("{error:?}").contains("events is not a partitioned table"), "{error:?}");
    Ok(())
}

fn what_postgresql_has_named_gets_the_planned_name(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    session.batch_execute(
        "CREATE INDEX idx_events_embedding_hnsw ON events
            USING hnsw (embedding vector_l2_ops) WITH (m = 8, ef_construction = 32)",
    )?;
    let files = "SELECT string_agg(c.relfilenode::text, ',' ORDER BY c.oid) FROM pg_class AS c
        JOIN pg_am AS a ON a.oid = c.relam WHERE a.amname = 'hnsw'";
    let before = session.value(files)?;
    let plan = plan_of(SPEC)?;
    let said = run_plan(&mut session, &plan, Direction::Up)?;
    let renamed =
        "index events_1_embedding_idx is attached: it becomes idx_events_1_embedding_hnsw";
    ensure!(said.iter().any(|it| it == renamed), "{said:?}");
    ensure!(session.value(files)? == before, "something was built");
    for name in ["idx_events_1_embedding_hnsw", "idx_events_2_embedding_hnsw"] {
        let found = session.value(&format!("SELECT to_regclass('{name}') IS NOT NULL"))?;
        ensure!(found == "t", "{name}: {found}");
    }
    run_plan(&mut session, &plan, Direction::Down)?;
    let left = "SELECT count(*) FROM pg_class AS c JOIN pg_am AS a ON a.oid = c.relam WHERE a.amname = 'hnsw'";
    ensure!(session.value(left)? == "0");
    Ok(())
}

/// PostgreSQL attaches them; the plan does not, and its hint is the way out.
fn other_parameters_are_not_attached(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    session.batch_execute(
        "CREATE INDEX idx_events_embedding_hnsw ON ONLY events
            USING hnsw (embedding vector_l2_ops) WITH (m = 8, ef_construction = 32);
        CREATE INDEX idx_events_1_embedding_hnsw ON events_1
            USING hnsw (embedding vector_l2_ops) WITH (m = 9, ef_construction = 33);
        ALTER INDEX idx_events_embedding_hnsw ATTACH PARTITION idx_events_1_embedding_hnsw",
    )?;
    let plan = plan_of(SPEC)?;
    let Err(error) = run_plan(&mut session, &plan, Direction::Up) else {
        anyhow::bail!("the plan has accepted other parameters")
    };
    ensure!(format!("{error:?}").contains("another definition"), "{error:?}");
    session.batch_execute(
        "ALTER INDEX idx_events_1_embedding_hnsw SET (m = 8, ef_construction = 32)",
    )?;
    session.batch_execute("REINDEX INDEX CONCURRENTLY idx_events_1_embedding_hnsw")?;
    let said = run_plan(&mut session, &plan, Direction::Up)?;
    let going_on = "index idx_events_embedding_hnsw is there and not complete: going on";
    ensure!(said.iter().any(|it| it == going_on), "{said:?}");
    ensure!(
        session.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'idx_events_embedding_hnsw'::regclass")? == "t"
    );

    // What is only seen behind the guards is seen by the proof.
    session.batch_execute("ALTER INDEX idx_events_2a_embedding_hnsw SET (m = 4)")?;
    let proof = plan.up.iter().rfind(|it| it.statement.title().starts_with("prove every part"));
    let proof = proof.context("the proof")?.statement.to_string();
    let Err(error) = session.batch_execute(&proof) else {
        anyhow::bail!("the proof has seen nothing")
    };
    ensure!(
        format!("{error:?}")
            .contains("index idx_events_2a_embedding_hnsw has other parameters than planned: {"),
        "{error:?}"
    );
    Ok(())
}

fn the_preflight_shows_the_line_of_the_spec(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    let plan = plan_of(SPEC)?;
    let check = plan.preflight().find(|it| it.kind.id() == "partitions").context("the check")?;
    let answer = |session: &mut Session| {
        let sql = check.to_string();
        session.value(&format!(
            "SELECT concat(ok, ' ', detail) FROM ({}) AS it",
            sql.trim_end_matches(';')
        ))
    };
    let line = r#"partitions = ["events_1", "events_2/\"Events, 2/b=\"", "events_2/events_2a"]"#;
    ensure!(answer(&mut session)? == format!("t {line}"), "{}", answer(&mut session)?);
    session.batch_execute("DROP TABLE events_2a")?;
    ensure!(answer(&mut session)?.starts_with("f "), "{}", answer(&mut session)?);
    for check in plan.preflight() {
        session.values(&format!(
            "SELECT concat(ok, detail) FROM ({}) AS it",
            check.to_string().trim_end_matches(';')
        ))?;
    }
    Ok(())
}

/// What the finding about new partitions says.
fn an_attached_table_brings_its_index(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    run_plan(&mut session, &plan_of(SPEC)?, Direction::Up)?;
    session.batch_execute(
        "CREATE TABLE later (LIKE events);
        INSERT INTO later SELECT 20000 + id, kind, embedding FROM events;
        CREATE INDEX later_nearest ON later USING hnsw (embedding vector_l2_ops) WITH (m = 8, ef_construction = 32)",
    )?;
    let file = "SELECT pg_relation_filenode('later_nearest')";
    let before = session.value(file)?;
    session.batch_execute(
        "ALTER TABLE events ATTACH PARTITION later FOR VALUES FROM (20000) TO (30000)",
    )?;
    ensure!(session.value(file)? == before, "built anew");
    let parent = session.value(
        "SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = 'later_nearest'::regclass",
    )?;
    ensure!(parent == "idx_events_embedding_hnsw", "{parent}");
    // Made empty, it gets one by itself.
    session.batch_execute(
        "CREATE TABLE last PARTITION OF events FOR VALUES FROM (30000) TO (40000)",
    )?;
    let count = "SELECT count(*) FROM pg_index WHERE indrelid = 'last'::regclass AND indisvalid";
    ensure!(session.value(count)? == "1");
    Ok(())
}
