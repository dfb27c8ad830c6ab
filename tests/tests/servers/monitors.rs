//! The monitors answer, and what they answer is so.

use std::{thread, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use hnswkit_core::{
    monitor::{MONITORS, Monitor, Rendered, Scope, render},
    plan::Plan,
};
use hnswkit_tests::{
    Database, Direction, EXAMPLES, Element, Server, Session, Test, Version, create_table,
    fill_vectors, plan_of, run_plan, statements,
};
use postgres::{SimpleQueryMessage, SimpleQueryRow};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "without_an_index_there_is_no_row_and_no_error",
        since: Version::OLDEST,
        run: without_an_index_there_is_no_row_and_no_error,
    },
    Test {
        name: "an_index_is_described_measured_and_counted",
        since: Version::OLDEST,
        run: an_index_is_described_measured_and_counted,
    },
    Test {
        name: "every_planned_index_can_serve_its_query",
        since: Version::OLDEST,
        run: every_planned_index_can_serve_its_query,
    },
    Test { name: "a_build_is_followed", since: Version::OLDEST, run: a_build_is_followed },
    Test {
        name: "whom_a_build_waits_for_is_named",
        since: Version::OLDEST,
        run: whom_a_build_waits_for_is_named,
    },
    Test {
        name: "what_killed_builds_leave_is_told_apart_and_cured",
        since: Version::OLDEST,
        run: what_killed_builds_leave_is_told_apart_and_cured,
    },
];

const ITEMS: &str = r#"
    [migration]
    name = "items"
    [[index]]
    table = "items"
    column = "embedding"
    name = "items_hnsw"
    type = "vector(64)"
    metric = "cosine"
    rows = 158
    m = 8
"#;

/// 237 rows, every third of them NULL, and the index that `ITEMS` plans.
fn items(server: &Server, name: &str) -> Result<(Database, Session, Plan)> {
    let database = Database::create(server, name)?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "embedding", Element::Vector(64), 0)?;
    fill_vectors(&mut session, "items", "embedding", Element::Vector(64), 237, Some(3))?;
    session.batch_execute(CREATE)?;
    // Else the rows are counted after ANALYZE has counted them, and so twice.
    session.value("SELECT pg_stat_force_next_flush()")?;
    session.batch_execute("ANALYZE items")?;
    Ok((database, session, plan_of(ITEMS)?))
}

const CREATE: &str =
    "CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_cosine_ops) WITH (m = 8)";

/// The question about the plan, which has one index.
fn about(id: &str, plan: &Plan) -> Result<Rendered> {
    let monitor: &Monitor = id.parse()?;
    render(monitor, plan).into_iter().next().context("a plan without indexes")
}

fn rows(session: &mut Session, sql: &str) -> Result<Vec<SimpleQueryRow>> {
    let answer = session.simple_query(sql).with_context(|| sql.to_owned())?;
    let row = |it| match it {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    };
    Ok(answer.into_iter().filter_map(row).collect())
}

/// The answer of one row to a question about the plan.
fn row(session: &mut Session, id: &str, plan: &Plan) -> Result<SimpleQueryRow> {
    let mut rows = rows(session, &about(id, plan)?.sql)?;
    ensure!(rows.len() == 1, "{id}: {rows:?}");
    rows.pop().context("no row")
}

fn check(row: &SimpleQueryRow, expected: &[(&str, &str)]) -> Result<()> {
    for (column, value) in expected {
        let found = row.get(*column).unwrap_or("NULL");
        ensure!(found == *value, "{column} is {found} instead of {value} in {row:?}");
    }
    Ok(())
}

/// Asks until the one row passes.
fn wait_for(
    session: &mut Session,
    sql: &str,
    passes: impl Fn(&SimpleQueryRow) -> bool,
) -> Result<SimpleQueryRow> {
    for _ in 0..3_000 {
        if let Some(row) = rows(session, sql)?.into_iter().find(&passes) {
            return Ok(row);
        }
        thread::sleep(Duration::from_millis(10));
    }
    bail!("30 s without an answer to {sql}")
}

/// As it stands, read-only, one statement; also for roles without rights.
fn without_an_index_there_is_no_row_and_no_error(server: &Server) -> Result<()> {
    let database = Database::create(server, "no index")?;
    let mut session = database.connect()?;
    let role = format!("{}_role", database.name());
    session.batch_execute(&format!("CREATE ROLE {role}"))?;
    let mut ask = || {
        for role in ["NONE", &role] {
            for it in MONITORS.iter().filter(|it| it.scope == Scope::Database) {
                ensure!(statements(it.source())?.len() == 1, "{}", it.id);
                session.batch_execute(&format!("BEGIN READ ONLY; SET LOCAL ROLE {role}"))?;
                let answer = rows(&mut session, it.source()).context(it.id)?;
                session.batch_execute("COMMIT")?;
                ensure!(answer.is_empty(), "{}: {answer:?}", it.id);
            }
        }
        Ok(())
    };
    let result = ask();
    database.connect()?.batch_execute(&format!("DROP ROLE {role}"))?;
    result
}

fn an_index_is_described_measured_and_counted(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "described")?;
    let def = session.value("SELECT indexdef FROM pg_indexes WHERE indexname = 'items_hnsw'")?;
    let named = [("schema", "public"), ("table", "items"), ("index", "items_hnsw")];

    let row_of = row(&mut session, "definitions", &plan)?;
    check(&row_of, &named)?;
    check(&row_of, &[("key", "embedding"), ("operator_class", "vector_cosine_ops"), ("m", "8")])?;
    check(&row_of, &[("ef_construction", "64"), ("predicate", "NULL"), ("definition", &def)])?;

    let bytes = session.value("SELECT pg_relation_size('items_hnsw')")?;
    let row_of = row(&mut session, "validity", &plan)?;
    check(&row_of, &named)?;
    check(&row_of, &[("valid", "t"), ("ready", "t"), ("live", "t"), ("state", "valid")])?;
    check(&row_of, &[("bytes", &bytes), ("leftover", "NULL"), ("cure", "NULL")])?;

    let (n_bytes, n_rows) = (bytes.parse::<f64>()?, 158.0);
    let each = format!("{:.1}", n_bytes / n_rows);
    let table = session.value("SELECT pg_table_size('items')")?;
    let pages = session.value("SELECT pg_relation_size('items_hnsw') / 8192")?;
    let row_of = row(&mut session, "size", &plan)?;
    check(&row_of, &named)?;
    check(&row_of, &[("index_bytes", &bytes), ("pages", &pages), ("table_bytes", &table)])?;
    check(&row_of, &[("rows", "158"), ("bytes_per_row", &each)])?;

    let usage = about("usage", &plan)?.sql;
    let row_of = wait_for(&mut session, &usage, |it| it.get("writes") == Some("237"))?;
    check(&row_of, &named)?;
    check(&row_of, &[("idx_scan", "0"), ("last_idx_scan", "NULL"), ("table_rows", "237")])?;
    session.batch_execute(
        "SET enable_seqscan = off;
        SET enable_sort = off;
        SELECT id FROM items ORDER BY embedding <=> (SELECT embedding FROM items WHERE id = 1) LIMIT 5",
    )?;
    let row_of = wait_for(&mut session, &usage, |it| it.get("idx_scan") != Some("0"))?;
    check(&row_of, &[("idx_scan", "1"), ("idx_tup_read", "5")])?;
    // PostgreSQL has the time since 16.
    ensure!((16 <= server.postgres_major) == row_of.get("last_idx_scan").is_some(), "{row_of:?}");
    let row_of = row(&mut session, "size", &plan)?;
    ensure!(row_of.get("hit_ratio").is_some(), "{row_of:?}");
    Ok(())
}

fn every_planned_index_can_serve_its_query(server: &Server) -> Result<()> {
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let plan = example.plan()?;
        let database = Database::create(server, example.name)?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        run_plan(&mut session, &plan, Direction::Up)?;
        session.batch_execute("ANALYZE")?;
        for id in ["definitions", "validity", "usage", "size"] {
            let mut found: Vec<_> = rows(&mut session, &about(id, &plan)?.sql)?
                .iter()
                .map(|it| it.get("index").unwrap_or_default().to_owned())
                .collect();
            let mut planned: Vec<_> =
                plan.definitions().map(|it| it.name.as_str().to_owned()).collect();
            found.sort();
            planned.sort();
            ensure!(found == planned, "{}, {id}: {found:?}", example.name);
        }
        let before = session.value("SHOW enable_seqscan")?;
        for id in ["query-plan", "query-plan-forced"] {
            for it in render(id.parse()?, &plan) {
                let plan = explained(&mut session, &it.sql)?;
                let index = it.index.context("no index")?;
                let served = plan.contains(&format!("Index Scan using {} on ", index.name));
                ensure!(served || id == "query-plan", "{}: {plan}", it.title);
            }
        }
        ensure!(session.value("SHOW enable_seqscan")? == before);
    }
    Ok(())
}

fn explained(session: &mut Session, sql: &str) -> Result<String> {
    let lines = rows(session, sql)?;
    Ok(lines.iter().filter_map(|it| it.get(0)).collect::<Vec<_>>().join("\n"))
}

/// 3,000 vectors in 4,000 rows; concurrently first, so that others see the index, then plainly.
fn a_build_is_followed(server: &Server) -> Result<()> {
    let plan = plan_of(&ITEMS.replace("vector(64)", "vector(1536)").replace("158", "3000"))?;
    let sql = about("progress", &plan)?.sql;
    let database = Database::create(server, "progress")?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "embedding", Element::Vector(1536), 0)?;
    fill_vectors(&mut session, "items", "embedding", Element::Vector(1536), 4000, Some(4))?;
    session.batch_execute("ANALYZE items")?;
    for (create, index, expected) in [
        (CREATE.replace("INDEX", "INDEX CONCURRENTLY"), "items_hnsw", Some("3000")),
        (CREATE.to_owned(), "(others see it after COMMIT)", None),
    ] {
        session.batch_execute("DROP INDEX IF EXISTS items_hnsw")?;
        let seen = follow(&database, &mut session, &create, &sql)?;
        ensure!(10 <= seen.len(), "{seen:?}");
        let mut before = 0.0;
        for it in &seen {
            check(it, &[("table", "items"), ("index", index), ("waits_for", "NULL")])?;
            ensure!(it.get("rows_expected") == expected, "{it:?}");
            let percent: f64 = it.get("percent").context("no percent")?.parse()?;
            ensure!(before <= percent && percent <= 100.0, "{seen:?}");
            before = percent;
            let second: f64 = it.get("percent_by_blocks").context("no blocks")?.parse()?;
            ensure!((percent - second).abs() < 10.0, "{it:?}");
            // An interval below zero begins with its sign; at 2.0 it was rounded.
            match it.get("eta") {
                Some(eta) => ensure!(2.0 <= percent && !eta.contains('-'), "{it:?}"),
                None => ensure!(percent <= 2.0, "{it:?}"),
            }
        }
        ensure!(50.0 < before, "{seen:?}");
    }
    Ok(())
}

/// What the question answers while rows are loaded.
fn follow(
    database: &Database,
    watcher: &mut Session,
    create: &str,
    sql: &str,
) -> Result<Vec<SimpleQueryRow>> {
    let mut builder = database.connect()?;
    thread::scope(|scope| {
        let build = scope.spawn(|| builder.batch_execute(create));
        let mut seen = vec![];
        while !build.is_finished() {
            seen.extend(rows(watcher, sql)?);
            thread::sleep(Duration::from_millis(20));
        }
        build.join().map_err(|_| anyhow::anyhow!("the builder panicked"))??;
        seen.retain(|it| it.get("phase") == Some("building index: loading tuples"));
        Ok(seen)
    })
}

/// Runs `statement` on a connection of its own until `progress` shows the phase; gives the row to
/// `look`, then cancels it.
fn cancel_in(
    database: &Database,
    plan: &Plan,
    (statement, phase): (&str, &str),
    whom: &str,
    look: impl FnOnce(&mut Session, &SimpleQueryRow) -> Result<()>,
) -> Result<()> {
    let mut builder = database.connect()?;
    let mut watcher = database.connect()?;
    let pid = builder.value("SELECT pg_backend_pid()")?;
    let progress = about("progress", plan)?.sql;
    thread::scope(|scope| {
        let build = scope.spawn(|| builder.batch_execute(statement));
        let seen = wait_for(&mut watcher, &progress, |it| {
            it.get("phase") == Some(phase) && it.get("waits_for_pid") == Some(whom)
        });
        let looked = seen.and_then(|it| {
            check(&it, &[("pid", &pid)])?;
            look(&mut watcher, &it)
        });
        watcher.value(&format!("SELECT pg_cancel_backend({pid})"))?;
        let result = build.join().map_err(|_| anyhow::anyhow!("the builder panicked"))?;
        looked?;
        ensure!(result.is_err(), "the build ended before it was canceled");
        Ok(())
    })
}

const WRITERS: (&str, &str) = (
    "CREATE INDEX CONCURRENTLY items_hnsw ON items USING hnsw (embedding vector_cosine_ops)",
    "waiting for writers before build",
);
const SNAPSHOTS: (&str, &str) = (WRITERS.0, "waiting for old snapshots");
const REINDEX: (&str, &str) =
    ("REINDEX INDEX CONCURRENTLY items_hnsw", "waiting for old snapshots");

fn whom_a_build_waits_for_is_named(server: &Server) -> Result<()> {
    let (database, mut session, plan) = items(server, "waits")?;
    let role = format!("{}_role", database.name());
    session.batch_execute(&format!("DROP INDEX items_hnsw; CREATE ROLE {role}"))?;
    let mut reader = database.connect()?;
    let whom = reader.value("SELECT pg_backend_pid()")?;
    let user = reader.value("SELECT current_user")?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT\n  'older'")?;
    let result = cancel_in(&database, &plan, SNAPSHOTS, &whom, |watcher, seen| {
        check(seen, &[("percent", "100.0"), ("eta", "NULL"), ("rows_done", "NULL")])?;
        let text = seen.get("waits_for").unwrap_or_default();
        let middle = format!(": {user}, idle in transaction, open for 00:00:");
        ensure!(text.contains(&middle), "{text}");
        ensure!(text.ends_with("SELECT 'older'"), "{text}");
        ensure!(seen.get("meaning").is_some_and(|it| it.contains("older transaction")));
        let working = format!("in work: pid {} builds or drops it", seen.get("pid").unwrap_or("?"));
        let state = [("valid", "f"), ("ready", "t"), ("state", working.as_str()), ("cure", "NULL")];
        check(&row(watcher, "validity", &plan)?, &state)?;
        // A role without rights sees the locks, and with them that somebody is at work.
        watcher.batch_execute(&format!("SET ROLE {role}"))?;
        check(&row(watcher, "validity", &plan)?, &state)?;
        let hidden = rows(watcher, &about("progress", &plan)?.sql)?;
        watcher.batch_execute("RESET ROLE")?;
        ensure!(hidden.is_empty(), "{hidden:?}");
        Ok(())
    });
    session.batch_execute(&format!("DROP ROLE {role}"))?;
    result
}

fn what_killed_builds_leave_is_told_apart_and_cured(server: &Server) -> Result<()> {
    let (database, mut session, plan) = items(server, "killed")?;
    session.batch_execute("DROP INDEX items_hnsw")?;
    let mut other = database.connect()?;
    let whom = other.value("SELECT pg_backend_pid()")?;
    let nothing = |_: &mut Session, _: &SimpleQueryRow| Ok(());
    let finished = ("state", "INVALID: finished but not validated, every write pays for it");

    other.batch_execute("BEGIN; INSERT INTO items DEFAULT VALUES")?;
    cancel_in(&database, &plan, WRITERS, &whom, nothing)?;
    other.batch_execute("ROLLBACK")?;
    let seen = row(&mut session, "validity", &plan)?;
    check(&seen, &[("valid", "f"), ("ready", "f"), ("live", "t"), ("bytes", "0")])?;
    check(&seen, &[("state", "INVALID: never finished, nothing pays for it")])?;
    cure(&mut session, &seen, "REINDEX INDEX CONCURRENTLY public.items_hnsw;")?;
    check(&row(&mut session, "validity", &plan)?, &[("state", "valid")])?;

    session.batch_execute("DROP INDEX items_hnsw")?;
    other.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")?;
    cancel_in(&database, &plan, SNAPSHOTS, &whom, nothing)?;
    let seen = row(&mut session, "validity", &plan)?;
    check(&seen, &[("valid", "f"), ("ready", "t"), finished, ("leftover", "NULL")])?;
    // What a migration does with it first.
    session.batch_execute("ALTER INDEX items_hnsw RENAME TO items_hnsw_leftover")?;
    let seen = row(&mut session, "validity", &plan)?;
    ensure!(seen.get("leftover").is_some_and(|it| it.contains("hnswkit")), "{seen:?}");
    other.batch_execute("ROLLBACK")?;
    cure(&mut session, &seen, "DROP INDEX CONCURRENTLY public.items_hnsw_leftover;")?;

    session.batch_execute(CREATE)?;
    other.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")?;
    cancel_in(&database, &plan, REINDEX, &whom, nothing)?;
    other.batch_execute("ROLLBACK")?;
    let seen = rows(&mut session, &about("validity", &plan)?.sql)?;
    ensure!(seen.len() == 2, "{seen:?}");
    check(&seen[0], &[("index", "items_hnsw_ccnew"), finished])?;
    ensure!(seen[0].get("leftover").is_some_and(|it| it.contains("untouched")), "{seen:?}");
    check(&seen[1], &[("index", "items_hnsw"), ("state", "valid"), ("leftover", "NULL")])?;
    cure(&mut session, &seen[0], "DROP INDEX CONCURRENTLY public.items_hnsw_ccnew;")?;
    check(&row(&mut session, "validity", &plan)?, &[("state", "valid")])?;
    Ok(())
}

/// Runs the cure that the row names.
fn cure(session: &mut Session, seen: &SimpleQueryRow, expected: &str) -> Result<()> {
    check(seen, &[("cure", expected)])?;
    session.batch_execute(seen.get("cure").unwrap_or_default()).context("the cure")
}
