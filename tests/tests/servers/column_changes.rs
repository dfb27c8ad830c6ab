//! What stops a column from changing its type, before anything is changed.

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Database, Direction, Server, Session, Test, Version, plan_of, run_plan};

const SINCE: Version = Version::new(0, 7, 0);

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "what_would_stay_behind_stops_it",
        since: SINCE,
        run: what_would_stay_behind_stops_it,
    },
    Test {
        name: "what_is_accepted_goes_through",
        since: SINCE,
        run: what_is_accepted_goes_through,
    },
    Test { name: "a_soak_is_kept", since: SINCE, run: a_soak_is_kept },
    Test {
        name: "each_stage_says_what_it_misses",
        since: SINCE,
        run: each_stage_says_what_it_misses,
    },
    Test {
        name: "a_large_table_is_not_rewritten",
        since: SINCE,
        run: a_large_table_is_not_rewritten,
    },
];

const TABLES: &str = "
    CREATE EXTENSION IF NOT EXISTS vector;
    CREATE TABLE items (id bigint PRIMARY KEY, body text, embedding vector(3));
    INSERT INTO items SELECT i, 'x', ARRAY[i, 1, 2]::vector FROM generate_series(1, 100) AS i;
    CREATE INDEX items_nearest ON items USING hnsw (embedding vector_l2_ops);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";

/// What is done to the tables, and what the guard says of it.
const IN_THE_WAY: &[(&str, &str)] = &[
    (
        "CREATE VIEW v AS SELECT embedding FROM items",
        "embedding of items is used by others | rule _RETURN on view v",
    ),
    (
        "CREATE INDEX items_l1 ON items USING btree ((embedding::text))",
        "embedding of items is used by others | index items_l1",
    ),
    (
        "ALTER TABLE items ADD COLUMN norm float8 GENERATED ALWAYS AS (vector_norm(embedding)) STORED",
        "embedding of items is used by others | ",
    ),
    (
        "CREATE POLICY p ON items USING (embedding IS NOT NULL)",
        "embedding of items is used by others | policy p on table items",
    ),
    (
        "CREATE TRIGGER t BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch()",
        "triggers of items would fire for each row that is filled | t",
    ),
    (
        "CREATE PUBLICATION p FOR TABLE items",
        "items is published: subscribers stop at a column that they do not have | p",
    ),
    (
        "CREATE TABLE child () INHERITS (items)",
        "items is no plain table, or has partitions or children | child",
    ),
    (
        "INSERT INTO items VALUES (101, 'x', '[65520,0,0]')",
        "1 rows have elements beyond 65504, which a halfvec cannot hold | ",
    ),
    (
        "ALTER TABLE items ADD COLUMN embedding_new text",
        "embedding_new of items is there and is not halfvec(3) | ",
    ),
    (
        "DROP INDEX items_nearest; ALTER TABLE items ALTER COLUMN embedding TYPE vector",
        "embedding of items is not vector(3) | ",
    ),
    (
        "DROP INDEX items_nearest; ALTER TABLE items ALTER COLUMN embedding TYPE halfvec(3)",
        "embedding of items is halfvec(3) already | ",
    ),
    (
        "DROP INDEX items_nearest; ALTER TABLE items DROP embedding,
            ADD embedding vector(3) GENERATED ALWAYS AS ('[1,2,3]'::vector) STORED",
        "embedding of items is generated | ",
    ),
];

fn spec(more: &str) -> String {
    format!(
        "{more}
        [[index]]
        operation = \"change-type\"
        table = \"items\"
        column = \"embedding\"
        name = \"items_nearest\"
        from = \"vector(3)\"
        type = \"halfvec(3)\"
        metric = \"l2\"
        rows = 100
        "
    )
}

fn stage(stage: &str) -> String {
    format!("{}stage = \"{stage}\"\n", spec(""))
}

fn start(server: &Server) -> Result<(Database, Session)> {
    let database = Database::create(server, "column_changes")?;
    let mut session = database.connect()?;
    session.batch_execute(TABLES)?;
    Ok((database, session))
}

fn run(session: &mut Session, toml: &str) -> Result<()> {
    run_plan(session, &plan_of(toml)?, Direction::Up).map(drop)
}

/// The message and the detail with which the plan stops.
fn refusal(session: &mut Session, toml: &str) -> Result<String> {
    let Err(error) = run(session, toml) else { anyhow::bail!("went through") };
    let refused = error.chain().find_map(|it| it.downcast_ref::<postgres::error::DbError>());
    let refused = refused.with_context(|| format!("{error:#}"))?;
    Ok(format!("{} | {}", refused.message(), refused.detail().unwrap_or_default()))
}

fn what_would_stay_behind_stops_it(server: &Server) -> Result<()> {
    for (sql, expected) in IN_THE_WAY {
        let (_database, mut session) = start(server)?;
        session.batch_execute(sql).context(*sql)?;
        let found = refusal(&mut session, &stage("expand")).context(*sql)?;
        ensure!(found.starts_with(expected), "{sql}: {found}");
        let added = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'zz%'";
        ensure!(session.value(added)? == "0", "{sql}: something was changed");
    }
    Ok(())
}

fn what_is_accepted_goes_through(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    session.batch_execute(
        "CREATE TRIGGER accepted BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE PUBLICATION p FOR TABLE items;
        SET hnswkit.accept = 'triggers, publications'",
    )?;
    run(&mut session, &stage("expand"))?;
    let (_database, mut session) = start(server)?;
    session.batch_execute(
        "CREATE TRIGGER passes_by BEFORE UPDATE ON items FOR EACH ROW
        WHEN (current_setting('hnswkit.backfill', true) IS DISTINCT FROM 'on')
        EXECUTE FUNCTION touch()",
    )?;
    run(&mut session, &stage("expand"))
}

fn a_soak_is_kept(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    run(&mut session, &stage("expand"))?;
    run(&mut session, &stage("switch"))?;
    let contract = stage("contract") + "soak = \"2 days\"\n";
    let found = refusal(&mut session, &contract)?;
    ensure!(found == "the columns of items were switched less than 2 days ago | ", "{found}");
    session.batch_execute(
        "COMMENT ON COLUMN items.embedding_old IS 'hnswkit: switched 2020-01-01T00:00:00Z'",
    )?;
    run(&mut session, &contract)
}

fn each_stage_says_what_it_misses(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    let refused = |session: &mut Session, stage: &str, way, expected: &str| {
        let plan = plan_of(&self::stage(stage))?;
        let error = run_plan(session, &plan, way).err().context("it was not refused")?;
        session.batch_execute("RESET ALL")?;
        ensure!(format!("{error:#}").contains(expected), "{expected}: {error:#}");
        Ok(())
    };
    let up = Direction::Up;
    // The name of the trigger's function is somebody's.
    let sql =
        plan_of(&stage("expand"))?.up.iter().map(|it| it.statement.to_string()).collect::<String>();
    let (before, _) = sql.split_once("() is there and is not of this migration").context("it")?;
    let function = before.rsplit("function ").next().context("no name")?;
    session.batch_execute(&format!("CREATE FUNCTION {function}() RETURNS int RETURN 1"))?;
    let taken = "() is there and is not of this migration";
    refused(&mut session, "expand", up, taken)?;
    session.batch_execute(&format!("DROP FUNCTION {function}()"))?;
    let missing = "the new column of items is not there, or its trigger is not";
    refused(&mut session, "switch", up, missing)?;
    refused(&mut session, "contract", up, "the columns of items are not switched")?;

    session.batch_execute("INSERT INTO items VALUES (101, 'small', '[1e-9,0,0]')")?;
    let said = run_plan(&mut session, &plan_of(&stage("expand"))?, up)?;
    for expected in [
        "1 rows become all zero as halfvec: no cosine search finds them",
        "101 rows filled, none is left",
        "101 rows compared, none is different",
    ] {
        ensure!(said.iter().any(|it| it == expected), "{expected}: {said:?}");
    }
    // Written past the trigger.
    session.batch_execute(
        "SET session_replication_role = replica;
        UPDATE items SET embedding = '[9,9,9]' WHERE id = 1;
        RESET session_replication_role",
    )?;
    let differ = "1 of 101 rows have another value than the cast of the other column";
    refused(&mut session, "expand", up, differ)?;
    session.batch_execute("UPDATE items SET embedding = embedding WHERE id = 1")?;
    session.batch_execute("UPDATE items SET embedding_new = NULL WHERE id = 1")?;
    run(&mut session, &stage("expand"))?;
    run(&mut session, &stage("switch"))?;
    let there = "embedding_old of items is there: the columns are switched";
    refused(&mut session, "expand", up, there)?;
    refused(&mut session, "expand", Direction::Down, "the columns of items are switched")?;
    run(&mut session, &stage("contract"))?;
    refused(&mut session, "switch", Direction::Down, "the old column of items was dropped")
}

fn a_large_table_is_not_rewritten(server: &Server) -> Result<()> {
    let (_database, mut session) = start(server)?;
    let mode = "[migration]\nmode = \"transactional\"\n";
    let found = refusal(&mut session, &(spec(mode) + "max_rewrite = \"8kB\"\n"))?;
    ensure!(found.starts_with("items is larger than "), "{found}");
    run(&mut session, &spec(mode))
}
