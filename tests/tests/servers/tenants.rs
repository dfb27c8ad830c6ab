//! Which queries use the partial index of a tenant, and how many locks they take.

use anyhow::{Result, ensure};
use hnswkit_tests::{Database, Direction, Server, Session, Test, Version, plan_of, run_plan};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "a_value_finds_its_index_and_a_generic_plan_none",
        since: Version::OLDEST,
        run: a_value_finds_its_index_and_a_generic_plan_none,
    },
    Test {
        name: "a_list_of_a_hundred_is_looked_into",
        since: Version::OLDEST,
        run: a_list_of_a_hundred_is_looked_into,
    },
    Test {
        name: "every_index_and_partition_takes_a_lock",
        since: Version::OLDEST,
        run: every_index_and_partition_takes_a_lock,
    },
];

const SPEC: &str = include_str!("../../specs/operations/tenants.toml");
const SCHEMA: &str = include_str!("../../specs/operations/tenants.sql");

const QUERY: &str = "SELECT id FROM documents WHERE NOT deleted AND tenant = {} ORDER BY embedding <=> '[1,2,3,4,5,6,7,8]' LIMIT 3";

fn explain(session: &mut Session, sql: &str) -> Result<String> {
    Ok(session.values(&format!("EXPLAIN (COSTS OFF) {sql}"))?.join("\n"))
}

fn a_value_finds_its_index_and_a_generic_plan_none(server: &Server) -> Result<()> {
    let database = Database::create(server, "tenants")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    run_plan(&mut session, &plan_of(SPEC)?, Direction::Up)?;
    session.batch_execute("ANALYZE documents; SET enable_seqscan = off")?;
    for (value, index) in [("'acme''s'", "acme's"), ("'18'", "18"), ("'t7'", "others")] {
        let index = format!("idx_documents_embedding_hnsw_{index}");
        let plan = explain(&mut session, &QUERY.replace("{}", value))?;
        ensure!(plan.contains(&index), "{value}: {plan}");
        session.batch_execute(&format!(
            "DEALLOCATE ALL; PREPARE search (text) AS {}",
            QUERY.replace("{}", "$1")
        ))?;
        let execute = format!("EXECUTE search ({value})");
        session.batch_execute("SET plan_cache_mode = force_custom_plan")?;
        let plan = explain(&mut session, &execute)?;
        ensure!(plan.contains(&index), "{value}, custom: {plan}");
        session.batch_execute("SET plan_cache_mode = force_generic_plan")?;
        let plan = explain(&mut session, &execute)?;
        ensure!(!plan.contains("hnsw"), "{value}, generic: {plan}");
    }
    Ok(())
}

/// The constant `MAX_OWN`.
fn a_list_of_a_hundred_is_looked_into(server: &Server) -> Result<()> {
    let database = Database::create(server, "hundred")?;
    let mut session = database.connect()?;
    session.batch_execute(
        "CREATE TABLE items (tenant integer, embedding vector(3));
        INSERT INTO items SELECT n % 200, array[n, 1, 1]::vector FROM generate_series(1, 400) AS n;
        SET enable_seqscan = off",
    )?;
    for (n, used) in [(100, true), (101, false)] {
        let ids: Vec<_> = (0..n).map(|it| it.to_string()).collect();
        session.batch_execute(&format!(
            "DROP INDEX IF EXISTS others;
            CREATE INDEX others ON items USING hnsw (embedding vector_l2_ops) WHERE tenant NOT IN ({})",
            ids.join(", ")
        ))?;
        let query =
            "SELECT tenant FROM items WHERE tenant = 150 ORDER BY embedding <-> '[1,2,3]' LIMIT 3";
        let plan = explain(&mut session, query)?;
        ensure!(plan.contains("others") == used, "{n}: {plan}");
    }
    Ok(())
}

/// What the finding about the lock table counts.
fn every_index_and_partition_takes_a_lock(server: &Server) -> Result<()> {
    let database = Database::create(server, "lock_table")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    run_plan(&mut session, &plan_of(SPEC)?, Direction::Up)?;
    session.batch_execute(
        "CREATE TABLE events (id bigint, embedding vector(3)) PARTITION BY HASH (id);
        DO $$ BEGIN FOR n IN 0..31 LOOP
            EXECUTE format('CREATE TABLE e_%s PARTITION OF events FOR VALUES WITH (MODULUS 32, REMAINDER %s)', n, n);
        END LOOP; END $$;
        CREATE INDEX events_nearest ON events USING hnsw (embedding vector_l2_ops)",
    )?;
    let mut count = |query: &str, fast: &str| -> Result<u32> {
        session.batch_execute(&format!("BEGIN; {query}"))?;
        let n = session.value(&format!(
            "SELECT count(*) FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
            WHERE l.pid = pg_backend_pid() AND c.relnamespace = 'public'::regnamespace {fast}"
        ))?;
        session.batch_execute("COMMIT")?;
        Ok(n.parse()?)
    };
    // The table, its primary key, and three partial indexes.
    let n = count(&QUERY.replace("{}", "'18'"), "")?;
    ensure!(n == 5, "{n} locks");
    // Since PostgreSQL 16 or so the index of the table is locked too.
    let query = "SELECT id FROM events ORDER BY embedding <-> '[1,2,3]' LIMIT 3";
    let n = count(query, "")?;
    ensure!((65..=66).contains(&n), "{n} locks");
    let n =
        count("SELECT id FROM events WHERE id = 7 ORDER BY embedding <-> '[1,2,3]' LIMIT 3", "")?;
    ensure!(n <= 4, "{n} locks of one partition");
    Ok(())
}
