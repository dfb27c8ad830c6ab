//! What servers say, against the table that explains it.

use std::thread;

use anyhow::{Result, ensure};
use hnswkit_core::explain::{explain, explanations};
use hnswkit_tests::{Database, Server, Session, Test, Version};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "messages_are_explained_by_their_entries",
        since: Version::OLDEST,
        run: messages_are_explained_by_their_entries,
    },
    Test {
        name: "messages_of_roles_without_rights_are_explained",
        since: Version::OLDEST,
        run: messages_of_roles_without_rights_are_explained,
    },
    Test {
        name: "two_builds_on_a_table_are_an_explained_deadlock",
        since: Version::OLDEST,
        run: two_builds_on_a_table_are_an_explained_deadlock,
    },
    Test {
        name: "waits_and_their_ends_are_explained",
        since: Version::OLDEST,
        run: waits_and_their_ends_are_explained,
    },
    Test { name: "every_check_runs", since: Version::OLDEST, run: every_check_runs },
];

/// The tables that the statements below work on.
const SCHEMA: &str = "CREATE TABLE t (
        id int PRIMARY KEY, v vector(3), bare vector, large vector(2001), word text
    );
    INSERT INTO t (id, v, word)
    SELECT i, ARRAY[i, random(), random()]::vector(3), 'a' FROM generate_series(1, 4000) AS i;
    CREATE TABLE empty (v vector(3));
    CREATE TABLE tree (v vector(2000));
    ALTER TABLE tree ALTER v SET STORAGE plain;
    CREATE INDEX ON tree (v);
    CREATE TABLE parts (id int, v vector(3)) PARTITION BY RANGE (id);
    CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
    CREATE INDEX parts_idx ON parts USING hnsw (v vector_l2_ops);
    CREATE INDEX t_idx ON t USING hnsw (v vector_l2_ops);
    CREATE VIEW shown AS SELECT id FROM t";

/// Statements, each with the explanations of what the server says to them.
const SAID: &[(&str, &[&str])] = &[
    // Build and memory.
    (
        "SET maintenance_work_mem = '1MB'; CREATE INDEX ON t USING hnsw (v vector_l2_ops)",
        &["graph-spilled"],
    ),
    (
        "SET maintenance_work_mem = '1MB'; CREATE INDEX ON t USING ivfflat (v vector_l2_ops) WITH (lists = 3000)",
        &["ivfflat-needs-memory"],
    ),
    (
        "CREATE INDEX ON empty USING ivfflat (v vector_l2_ops) WITH (lists = 10)",
        &["little-data-for-ivfflat"],
    ),
    // What an index can be.
    ("CREATE INDEX ON t USING hnsw (large vector_l2_ops)", &["too-many-dimensions"]),
    ("CREATE INDEX ON t USING hnsw (bare vector_l2_ops)", &["column-without-dimensions"]),
    ("CREATE INDEX ON t USING hnsw (v)", &["no-default-operator-class"]),
    ("CREATE INDEX ON t USING hnsw (v vector_l3_ops)", &["unknown-operator-class"]),
    ("CREATE INDEX ON t USING hnsw (word vector_l2_ops)", &["operator-class-of-another-type"]),
    ("CREATE INDEX ON t USING hnws (v vector_l2_ops)", &["access-method-missing"]),
    ("CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 101)", &["value-out-of-bounds"]),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 33)",
        &["ef-construction-below-twice-m"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (lists = 1)",
        &["unrecognized-parameter"],
    ),
    ("CREATE INDEX ON t USING hnsw (v vector_l2_ops, v vector_ip_ops)", &["one-column-only"]),
    ("CREATE INDEX ON t USING hnsw (v vector_l2_ops) INCLUDE (id)", &["one-column-only"]),
    ("CREATE UNIQUE INDEX ON t USING hnsw (v vector_l2_ops)", &["no-unique-and-no-order"]),
    ("CREATE INDEX ON t USING hnsw (v vector_l2_ops DESC)", &["no-unique-and-no-order"]),
    ("CREATE INDEX ON t USING hnsw (v vector_l2_ops NULLS FIRST)", &["no-unique-and-no-order"]),
    ("CREATE TABLE x (v vector(16001))", &["dimensions-out-of-range"]),
    ("CREATE TABLE x (v vector(0))", &["dimensions-out-of-range"]),
    (
        "INSERT INTO tree SELECT array_agg(random()) FROM generate_series(1, 2000)",
        &["index-row-too-large"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WHERE now() > '2020-01-01'",
        &["index-expression-not-immutable"],
    ),
    // Transactions.
    (
        "BEGIN; CREATE INDEX CONCURRENTLY ON t USING hnsw (v vector_l2_ops)",
        &["concurrently-in-transaction"],
    ),
    ("BEGIN; DROP INDEX CONCURRENTLY t_idx", &["concurrently-in-transaction"]),
    ("BEGIN; REINDEX INDEX CONCURRENTLY t_idx", &["concurrently-in-transaction"]),
    ("SELECT 1; VACUUM t", &["concurrently-in-transaction"]),
    (
        "DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY ON t (id)'; END $$",
        &["concurrently-in-function"],
    ),
    ("DO $$ BEGIN EXECUTE 'VACUUM t'; END $$", &["concurrently-in-function"]),
    ("SET LOCAL maintenance_work_mem = '1GB'", &["set-local-outside-transaction"]),
    ("BEGIN READ ONLY; CREATE INDEX ON t (id)", &["read-only-transaction"]),
    ("COMMIT", &["no-transaction-in-progress"]),
    ("BEGIN; BEGIN", &["transaction-already-in-progress"]),
    ("BEGIN; DO $$ BEGIN COMMIT; END $$", &["invalid-transaction-termination"]),
    // Locks.
    ("SET statement_timeout = 10; SELECT pg_sleep(60)", &["statement-timeout"]),
    ("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)", &["canceled-by-user"]),
    // Names.
    (
        "CREATE INDEX IF NOT EXISTS t_idx ON t USING hnsw (v vector_l2_ops)",
        &["already-exists-skipped"],
    ),
    (
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_idx ON t USING hnsw (v vector_l2_ops)",
        &["already-exists-skipped"],
    ),
    ("CREATE INDEX t_idx ON t USING hnsw (v vector_l2_ops)", &["already-exists"]),
    ("CREATE INDEX ON missing USING hnsw (v vector_l2_ops)", &["relation-missing"]),
    ("CREATE INDEX ON t USING hnsw (missing vector_l2_ops)", &["column-missing"]),
    ("ALTER TABLE t ALTER missing SET STORAGE plain", &["column-missing"]),
    ("DROP INDEX missing", &["index-missing"]),
    ("DROP INDEX IF EXISTS missing", &["missing-skipped"]),
    ("DROP TABLE IF EXISTS missing", &["missing-skipped"]),
    ("CREATE INDEX ON shown USING hnsw (v vector_l2_ops)", &["not-a-table"]),
    // Partitions.
    (
        "CREATE INDEX CONCURRENTLY ON parts USING hnsw (v vector_l2_ops)",
        &["partitioned-concurrently"],
    ),
    ("DROP INDEX CONCURRENTLY parts_idx", &["partitioned-drop-concurrently"]),
    ("DROP INDEX parts_1_v_idx", &["partition-index-needed"]),
    (
        "CREATE INDEX other ON parts_1 USING hnsw (v vector_ip_ops); ALTER INDEX parts_idx ATTACH PARTITION other",
        &["partition-index-differs"],
    ),
    // The extension.
    ("CREATE EXTENSION vector", &["extension-exists"]),
    ("CREATE EXTENSION IF NOT EXISTS vector", &["extension-exists-skipped"]),
    ("ALTER EXTENSION vector UPDATE TO '99'", &["no-update-path"]),
    ("ALTER EXTENSION vector UPDATE", &["extension-up-to-date"]),
    ("SET search_path = pg_catalog; CREATE TABLE public.x (v vector(3))", &["vector-type-missing"]),
    (
        "SET search_path = pg_catalog; SELECT '[1]'::public.vector <=> '[1]'::public.vector",
        &["no-distance-operator"],
    ),
    // Settings.
    ("SELECT '[1]'::vector; SET hnsw.ef_search = 1001", &["setting-out-of-range"]),
    ("SET maintenance_work_mem = 1", &["setting-out-of-range"]),
    ("SET maintenance_work_mem = '1 gigabyte'", &["setting-value-invalid"]),
    ("SHOW hnsw.nothing", &["setting-unknown"]),
    ("SET shared_buffers = '1GB'", &["setting-needs-restart"]),
    ("SET hnsw.ef_search = 5000; SELECT '[1]'::vector", &["setting-out-of-range"]),
    ("SET hnsw.ef_search = $1", &["set-with-bind-parameter"]),
    // Vectors.
    ("INSERT INTO t (id, v) VALUES (0, '[1,2]')", &["wrong-dimensions"]),
    ("SELECT '[1,2]'::vector <-> '[1,2,3]'::vector", &["different-dimensions"]),
    ("SELECT '{1,2}'::vector", &["vector-syntax"]),
    ("SELECT '[nan]'::vector", &["not-a-finite-number"]),
    ("SELECT '[inf]'::vector", &["not-a-finite-number"]),
    ("SELECT v <=> id FROM t", &["no-distance-operator"]),
];

/// The same since pgvector 0.7.0.
const SAID_SINCE_0_7: &[(&str, &[&str])] = &[
    ("ALTER TABLE t ALTER v TYPE halfvec(3)", &["operator-class-of-another-type"]),
    (
        "CREATE TABLE x (v varbit); CREATE INDEX ON x USING hnsw (v bit_hamming_ops)",
        &["type-not-supported"],
    ),
    (
        "CREATE TABLE x (v sparsevec(2000)); \
         INSERT INTO x SELECT array_fill(1, ARRAY[2000])::vector::sparsevec; \
         CREATE INDEX ON x USING hnsw (v sparsevec_l2_ops)",
        &["too-many-non-zero-elements"],
    ),
    ("SELECT '[70000]'::halfvec", &["halfvec-overflow"]),
    ("SELECT binary_quantize('[1]')", &["ambiguous-quantize"]),
    ("SELECT '[1,2]'::halfvec <-> '[1]'::halfvec", &["different-dimensions"]),
    ("SELECT B'101' <~> B'1'", &["different-dimensions"]),
    // Before the library is loaded, any name is taken.
    ("SET hnsw.nothing = 1; SELECT '[1]'::vector", &["setting-removed"]),
    ("SELECT '[1]'::vector; SET hnsw.nothing = 1", &["setting-name-invalid"]),
];

/// The same before pgvector 0.7.0.
const SAID_BEFORE_0_7: &[(&str, &[&str])] = &[
    ("CREATE TABLE x (v halfvec(3))", &["newer-type-missing"]),
    ("SELECT binary_quantize('[1]')", &["newer-function-missing"]),
    ("CREATE INDEX ON t USING hnsw (v vector_l1_ops)", &["unknown-operator-class"]),
];

/// Everything that the server says to `sql`.
fn said(session: &mut Session, sql: &str) -> Vec<String> {
    session.take_notices();
    let result = session.batch_execute(sql);
    let notices = session.take_notices();
    let notices = notices.iter().map(|it| format!("{}:  {}", it.severity(), it.message()));
    let error = result.err().and_then(|error| {
        let it = error.as_db_error()?;
        Some(format!("{}:  {}", it.severity(), it.message()))
    });
    notices.chain(error).collect()
}

/// The explanations of what the server says to `sql` are `expected`, and nothing is left over.
fn check(session: &mut Session, sql: &str, expected: &[&str]) -> Result<()> {
    let said = said(session, sql).join("\n");
    // What the statement left open must not reach the next.
    let _ = session.batch_execute("ROLLBACK; RESET ALL; SET deadlock_timeout = 100");
    let explained = explain(&said);
    let found: Vec<&str> = explained.found.iter().map(|it| it.explanation.id).collect();
    ensure!(found == expected, "{sql}\n{said}\n{found:?}");
    ensure!(explained.unknown.is_empty(), "{sql}\n{said}\n{:?}", explained.unknown);
    Ok(())
}

fn messages_are_explained_by_their_entries(server: &Server) -> Result<()> {
    let database = Database::create(server, "explanations")?;
    database.connect()?.batch_execute(SCHEMA)?;
    let newer =
        if server.pgvector < Version::new(0, 7, 0) { SAID_BEFORE_0_7 } else { SAID_SINCE_0_7 };
    let mut problems = vec![];
    for (sql, expected) in SAID.iter().chain(newer) {
        // Each in a session of its own: settings and the library stay loaded otherwise.
        if let Err(problem) = check(&mut database.connect()?, sql, expected) {
            problems.push(problem.to_string());
        }
    }
    ensure!(problems.is_empty(), "{}", problems.join("\n\n"));
    Ok(())
}

fn messages_of_roles_without_rights_are_explained(server: &Server) -> Result<()> {
    let database = Database::create(server, "rights")?;
    let mut session = database.connect()?;
    session.batch_execute("CREATE TABLE t (v vector(3)); CREATE INDEX t_idx ON t (v)")?;
    let role = database.name();
    session.batch_execute(&format!("CREATE ROLE {role}"))?;
    let mut problems = vec![];
    for (sql, expected) in [
        ("CREATE INDEX ON t USING hnsw (v vector_l2_ops)", "not-the-owner"),
        ("DROP INDEX t_idx", "not-the-owner"),
        ("SELECT * FROM t", "permission-denied"),
        ("SET session_replication_role = replica", "setting-not-permitted"),
        ("ALTER EXTENSION vector UPDATE", "extension-not-allowed"),
        ("LOAD 'vector'", "library-not-allowed"),
    ] {
        let sql = format!("SET ROLE {role}; {sql}");
        if let Err(problem) = check(&mut database.connect()?, &sql, &[expected]) {
            problems.push(problem.to_string());
        }
    }
    session.batch_execute(&format!("DROP ROLE {role}"))?;
    ensure!(problems.is_empty(), "{}", problems.join("\n\n"));
    Ok(())
}

fn two_builds_on_a_table_are_an_explained_deadlock(server: &Server) -> Result<()> {
    let database = Database::create(server, "deadlock")?;
    let mut session = database.connect()?;
    session.batch_execute(
        "CREATE TABLE t (v vector(3)); INSERT INTO t SELECT '[1,2,3]' FROM generate_series(1, 10)",
    )?;
    // Both wait for this writer, then for each other.
    let mut writer = database.connect()?;
    writer.batch_execute("BEGIN; INSERT INTO t VALUES ('[1,2,3]')")?;
    let build = |name: &str| -> Result<String> {
        let mut session = database.connect()?;
        session.batch_execute("SET deadlock_timeout = 100")?;
        let sql = format!("CREATE INDEX CONCURRENTLY {name} ON t USING hnsw (v vector_l2_ops)");
        Ok(said(&mut session, &sql).join("\n"))
    };
    let (one, two) = thread::scope(|scope| {
        let one = scope.spawn(|| build("one"));
        let two = scope.spawn(|| build("two"));
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
            AND wait_event_type = 'Lock'";
        while session.value(waiting)? != "2" {
            thread::sleep(std::time::Duration::from_millis(20));
        }
        writer.batch_execute("ROLLBACK")?;
        let joined = |it: thread::ScopedJoinHandle<'_, Result<String>>| {
            it.join().map_err(|_| anyhow::anyhow!("a builder panicked"))?
        };
        anyhow::Ok((joined(one)?, joined(two)?))
    })?;
    let text = format!("{one}\n{two}");
    let found = explain(&text).found;
    ensure!(found.iter().any(|it| it.explanation.id == "deadlock"), "{text}");
    Ok(())
}

fn waits_and_their_ends_are_explained(server: &Server) -> Result<()> {
    let database = Database::create(server, "sessions")?;
    let mut one = database.connect()?;
    let mut two = database.connect()?;
    one.batch_execute("CREATE TABLE t (v vector(3))")?;
    one.batch_execute("BEGIN; LOCK TABLE t")?;
    check(&mut two, "SET lock_timeout = 10; SELECT * FROM t", &["lock-timeout"])?;
    check(&mut two, "BEGIN; LOCK TABLE t NOWAIT", &["lock-not-available"])?;
    two.batch_execute("BEGIN")?;
    ensure!(!said(&mut two, "SELECT 1 / 0").is_empty());
    check(&mut two, "SELECT 1", &["transaction-aborted"])
}

/// The examples name tables and indexes; with these, every check has something to look at.
fn every_check_runs(server: &Server) -> Result<()> {
    let database = Database::create(server, "checks")?;
    let mut session = database.connect()?;
    session.batch_execute(
        "CREATE TABLE messages (embedding vector(3));
        CREATE INDEX messages_embedding_idx ON messages USING hnsw (embedding vector_l2_ops)",
    )?;
    for entry in explanations() {
        for example in entry.examples {
            for found in explain(&format!("ERROR:  {example}")).found {
                for (_, sql) in found.checks() {
                    let result = session.simple_query(&format!("BEGIN READ ONLY; {sql} COMMIT"));
                    ensure!(result.is_ok(), "{}: {sql}\n{result:?}", entry.id);
                }
            }
        }
    }
    Ok(())
}
