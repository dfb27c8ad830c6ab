//! What a role needs: nothing, or pg_monitor.

use std::thread;

use anyhow::{Context, Result, ensure};
use hnswkit_core::monitor::{MONITORS, Scope};
use hnswkit_tests::{Database, Server, Session, statements};
use postgres::SimpleQueryRow;

use super::{about, items, rows, wait_for};

/// As it stands, read-only, one statement; also for roles without rights.
pub(super) fn without_an_index_there_is_no_row_and_no_error(server: &Server) -> Result<()> {
    let database = Database::create(server, "no index")?;
    let mut session = database.connect()?;
    let role = format!("{}_role", database.name());
    session.batch_execute(&format!("CREATE ROLE {role}"))?;
    let mut ask = || {
        for role in ["NONE", &role] {
            for it in MONITORS.iter().filter(|it| it.scope != Scope::Index) {
                ensure!(statements(it.source())?.len() == 1, "{}", it.id);
                session.batch_execute(&format!("BEGIN READ ONLY; SET LOCAL ROLE {role}"))?;
                let answer = rows(&mut session, it.source()).context(it.id)?;
                session.batch_execute("COMMIT")?;
                let about_indexes = it.scope == Scope::Database;
                ensure!(answer.is_empty() || !about_indexes, "{}: {answer:?}", it.id);
            }
        }
        Ok(())
    };
    let result = ask();
    database.connect()?.batch_execute(&format!("DROP ROLE {role}"))?;
    result
}

/// Every question, asked by both; what differs from one moment to the next is left out.
pub(super) fn a_role_with_pg_monitor_sees_as_much_as_a_superuser(server: &Server) -> Result<()> {
    let (database, mut session, plan) = items(server, "rights")?;
    let role = format!("{}_role", database.name());
    session.batch_execute(&format!("CREATE ROLE {role} IN ROLE pg_monitor"))?;
    let mut blocker = database.connect()?;
    blocker.batch_execute("BEGIN; INSERT INTO items DEFAULT VALUES")?;
    let whom = blocker.value("SELECT pg_backend_pid()")?;
    let mut builder = database.connect()?;
    let pid = builder.value("SELECT pg_backend_pid()")?;
    let build = "REINDEX INDEX CONCURRENTLY items_hnsw";
    let result = thread::scope(|scope| {
        let build = scope.spawn(|| builder.batch_execute(build));
        let waits = about("waits", &plan)?.sql;
        let compared = wait_for(&mut session, &waits, |it| it.get("blocker_pid") == Some(&whom))
            .and_then(|_| compare(&mut session, &role));
        session.value(&format!("SELECT pg_cancel_backend({pid})"))?;
        build.join().map_err(|_| anyhow::anyhow!("the builder panicked"))?.err();
        compared
    });
    session.batch_execute(&format!("RESET ROLE; DROP ROLE {role}"))?;
    result
}

/// Columns of time, and those that need SELECT on the table, which pg_monitor does not give.
const DIFFER: &[&str] = &[
    "sampled_at",
    "elapsed",
    "eta",
    "open_for",
    "build_elapsed",
    "lsn",
    "wal_bytes",
    "wal_records",
    "full_page_images",
    "retained_bytes",
    "blocks_hit",
    "index_blocks",
    "hit_ratio",
    "role",
    "send_lag_bytes",
    "replay_lag_bytes",
    "replay_lag_seconds",
    "waits_for",
    "bytes_until_lost",
    "rows",
    "bytes_per_row",
    "expected_bytes",
    "excess_bytes",
    "ratio",
    "rows_expected",
];

fn compare(session: &mut Session, role: &str) -> Result<()> {
    for it in MONITORS.iter().filter(|it| it.scope != Scope::Index) {
        let mut answers = vec![];
        for role in ["NONE", role] {
            session.batch_execute(&format!("SET ROLE {role}"))?;
            let answer = rows(session, it.sql()).with_context(|| format!("{} as {role}", it.id))?;
            session.batch_execute("RESET ROLE")?;
            let plain = |it: &SimpleQueryRow| -> Vec<String> {
                let names = it.columns().iter().map(|it| it.name().to_owned());
                names
                    .filter(|name| !DIFFER.contains(&name.as_str()))
                    .map(|name| format!("{name}={}", it.get(name.as_str()).unwrap_or("NULL")))
                    .collect()
            };
            answers.push(answer.iter().map(plain).collect::<Vec<_>>());
        }
        // Other tests' replicas come and go.
        if it.id != "replicas" {
            ensure!(answers[0] == answers[1], "{}: {answers:#?}", it.id);
            ensure!(!answers[0].is_empty() || it.id == "vacuum-progress", "{} is empty", it.id);
        }
    }
    Ok(())
}
