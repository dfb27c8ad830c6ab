//! Builds: their progress, whom they wait for, and what is left of those that were killed.

use std::{thread, time::Duration};

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::Plan;
use hnswkit_tests::{Database, Element, Server, Session, create_table, fill_vectors, plan_of};
use postgres::SimpleQueryRow;

use super::{CREATE, ITEMS, about, check, items, row, rows, wait_for};

/// 3,000 vectors in 4,000 rows; concurrently first, so that others see the index, then plainly.
pub(super) fn a_build_is_followed(server: &Server) -> Result<()> {
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

pub(super) fn whom_a_build_waits_for_is_named(server: &Server) -> Result<()> {
    let (database, mut session, plan) = items(server, "waits")?;
    let role = format!("{}_role", database.name());
    session.batch_execute(&format!("DROP INDEX items_hnsw; CREATE ROLE {role}"))?;
    let mut reader = database.connect()?;
    let whom = reader.value("SELECT pg_backend_pid()")?;
    let user = reader.value("SELECT current_user")?;
    reader.batch_execute("SET application_name = 'a report'")?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT\n  'older'")?;
    let result = cancel_in(&database, &plan, SNAPSHOTS, &whom, |watcher, seen| {
        check(seen, &[("percent", "100.0"), ("eta", "NULL"), ("rows_done", "NULL")])?;
        let text = seen.get("waits_for").unwrap_or_default();
        let middle = format!(": {user}, idle in transaction, open for 00:00:");
        ensure!(text.contains(&middle), "{text}");
        ensure!(text.ends_with("SELECT 'older'"), "{text}");
        ensure!(seen.get("meaning").is_some_and(|it| it.contains("older transaction")));
        let waits = row(watcher, "waits", &plan)?;
        check(&waits, &[("blocker_pid", whom.as_str()), ("blocker", user.as_str())])?;
        check(&waits, &[("role", "waited for"), ("application", "a report")])?;
        check(&waits, &[("index", "items_hnsw"), ("state", "idle in transaction")])?;
        let query = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 'older'";
        check(&waits, &[("query", query), ("phase", SNAPSHOTS.1)])?;
        ensure!(waits.get("open_for").is_some_and(|it| it.starts_with("00:00:")), "{waits:?}");
        let working = format!("in work: pid {} builds or drops it", seen.get("pid").unwrap_or("?"));
        let state = [
            ("valid", "f"),
            ("ready", "t"),
            ("in_work", "t"),
            ("state", working.as_str()),
            ("cure", "NULL"),
        ];
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

/// Two old snapshots: the build waits for one after the other.
pub(super) fn who_comes_next_is_named_too(server: &Server) -> Result<()> {
    let (database, mut session, plan) = items(server, "next")?;
    session.batch_execute("DROP INDEX items_hnsw")?;
    let mut pids = vec![];
    let mut readers = vec![database.connect()?, database.connect()?];
    for reader in &mut readers {
        reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")?;
        pids.push(reader.value("SELECT pg_backend_pid()")?);
    }
    let mut builder = database.connect()?;
    let pid = builder.value("SELECT pg_backend_pid()")?;
    let sql = about("waits", &plan)?.sql;
    thread::scope(|scope| {
        let build = scope.spawn(|| builder.batch_execute(SNAPSHOTS.0));
        let next = wait_for(&mut session, &sql, |it| it.get("role") == Some("comes next"));
        let all = rows(&mut session, &sql);
        session.value(&format!("SELECT pg_cancel_backend({pid})"))?;
        // It ends with an error, as it is canceled.
        let _ = build.join().map_err(|_| anyhow::anyhow!("the builder panicked"))?;
        let (next, all) = (next?, all?);
        check(&next, &[("pid", &pid), ("phase", SNAPSHOTS.1)])?;
        let mut named: Vec<_> = all.iter().filter_map(|it| it.get("blocker_pid")).collect();
        named.sort_unstable();
        pids.sort_unstable();
        ensure!(named == pids, "{all:?}");
        check(&all[0], &[("role", "waited for")])
    })
}

pub(super) fn what_killed_builds_leave_is_told_apart_and_cured(server: &Server) -> Result<()> {
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
