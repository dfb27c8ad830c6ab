//! Writes and what follows from them: inserts, dead rows, vacuums, WAL, replicas.

use std::{
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use hnswkit_core::monitor::Monitor;
use hnswkit_tests::{Element, Server, client_tool, fill_vectors};

use super::{CREATE, about, check, items, row, rows, wait_for};

pub(super) fn inserts_are_counted_and_timed_where_that_is_possible(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "inserts")?;
    let sql = about("inserts", &plan)?.sql;
    let seen = wait_for(&mut session, &sql, |it| it.get("rows_inserted") == Some("237"))?;
    check(&seen, &[("table", "items"), ("indexes", "1"), ("ms_per_row", "NULL")])?;
    check(&seen, &[("times_from", "unknown: needs CREATE EXTENSION pg_stat_statements")])?;
    ensure!(seen.get("index_blocks").is_some(), "{seen:?}");

    let available =
        "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_stat_statements'";
    if session.value(available)? == "0" {
        return Ok(());
    }
    session.batch_execute("CREATE EXTENSION pg_stat_statements")?;
    let loaded = "SELECT current_setting('pg_stat_statements.track', true) IS NOT NULL";
    if session.value(loaded)? == "f" {
        let why = "unknown: needs pg_stat_statements in shared_preload_libraries";
        return check(&row(&mut session, "inserts", &plan)?, &[("times_from", why)]);
    }
    // Another table's inserts are not counted, whatever its name begins with.
    session.batch_execute("CREATE TABLE items_too (id bigint)")?;
    session.batch_execute("INSERT INTO items_too SELECT generate_series(1, 50)")?;
    let insert = |into: &str| {
        format!(
            "INSERT INTO {into} (embedding)
        SELECT array_agg(random())::vector FROM generate_series(1, 640) AS i GROUP BY i % 10"
        )
    };
    let before = row(&mut session, "inserts", &plan)?;
    let number = |it: &postgres::SimpleQueryRow, column: &str| -> f64 {
        it.get(column).and_then(|it| it.parse().ok()).unwrap_or_default()
    };
    for into in ["items", "public.items", "\"public\" . \"items\""] {
        session.batch_execute(&insert(into))?;
    }
    let after = row(&mut session, "inserts", &plan)?;
    check(&after, &[("times_from", "pg_stat_statements")])?;
    let rows_timed = number(&after, "rows_timed") - number(&before, "rows_timed");
    ensure!((rows_timed - 30.0).abs() < 0.5, "{before:?} {after:?}");
    for column in ["ms_total", "wal_bytes_total", "calls"] {
        ensure!(number(&before, column) < number(&after, column), "{before:?} {after:?}");
    }
    ensure!(0.0 < number(&after, "ms_per_row") && 0.0 < number(&after, "wal_bytes_per_row"));
    Ok(())
}

pub(super) fn dead_rows_and_vacuums_are_counted(server: &Server) -> Result<()> {
    let (_database, mut session, plan) = items(server, "dead rows")?;
    session.batch_execute("ALTER TABLE items SET (autovacuum_enabled = off)")?;
    let sql = about("vacuum", &plan)?.sql;
    session.batch_execute("DELETE FROM items WHERE id <= 37")?;
    session.value("SELECT pg_stat_force_next_flush()")?;
    let seen = wait_for(&mut session, &sql, |it| it.get("dead_rows") == Some("37"))?;
    check(&seen, &[("indexes", "items_hnsw"), ("live_rows", "200"), ("dead_share", "0.1561")])?;
    // 50 and 0.2 of 237 rows, as PostgreSQL's defaults are.
    check(&seen, &[("autovacuum_at", "97"), ("autovacuum", "f"), ("vacuumed", "NULL")])?;
    session.batch_execute(
        "ALTER TABLE items SET (autovacuum_vacuum_threshold = 7, autovacuum_vacuum_scale_factor = 0)",
    )?;
    check(&row(&mut session, "vacuum", &plan)?, &[("autovacuum_at", "7")])?;
    session.batch_execute("VACUUM items")?;
    let seen = wait_for(&mut session, &sql, |it| it.get("vacuums") == Some("1"))?;
    check(&seen, &[("dead_rows", "0")])?;
    ensure!(seen.get("vacuumed") == seen.get("last_vacuum"), "{seen:?}");
    ensure!(seen.get("last_autovacuum").is_none(), "{seen:?}");
    Ok(())
}

/// Of enough rows that it can be seen at work.
pub(super) fn a_vacuum_is_followed(server: &Server) -> Result<()> {
    let (database, mut session, plan) = items(server, "vacuum")?;
    session
        .batch_execute("ALTER TABLE items SET (autovacuum_enabled = off); DROP INDEX items_hnsw")?;
    fill_vectors(&mut session, "items", "embedding", Element::Vector(64), 6000, None)?;
    session.batch_execute(CREATE)?;
    session.batch_execute("DELETE FROM items WHERE id <= 3000")?;
    let mut vacuumer = database.connect()?;
    let pid = vacuumer.value("SELECT pg_backend_pid()")?;
    let sql = about("vacuum-progress", &plan)?.sql;
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        // What another session may still see is not removed: then the next one does it.
        let vacuum = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) && vacuumer.batch_execute("VACUUM items").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        });
        let seen = wait_for(&mut session, &sql, |it| it.get("phase") == Some("vacuuming indexes"));
        done.store(true, Ordering::Relaxed);
        session.value(&format!("SELECT pg_cancel_backend({pid})"))?;
        vacuum.join().map_err(|_| anyhow::anyhow!("the vacuumer panicked"))?;
        let seen = seen?;
        check(&seen, &[("pid", &pid), ("table", "items"), ("indexes", "items_hnsw")])?;
        check(&seen, &[("in_indexes", "t"), ("started_by", "manual"), ("index_passes", "0")])?;
        check(&seen, &[("dead_rows", "3000"), ("heap_percent", "100.0")])?;
        ensure!(seen.get("elapsed").is_some(), "{seen:?}");
        // The primary key goes first.
        ensure!((17 <= server.postgres_major) == seen.get("indexes_done").is_some(), "{seen:?}");
        Ok(())
    })
}

/// A program of PostgreSQL's that takes WAL as a replica does.
struct Receiver(Child);

impl Drop for Receiver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(super) fn replicas_and_wal_are_measured(server: &Server) -> Result<()> {
    let (database, mut session, _) = items(server, "replicas")?;
    let name = database.name().to_owned();
    let wal: &Monitor = "wal".parse()?;
    let number = |it: &postgres::SimpleQueryRow, column: &str| -> Result<i64> {
        it.get(column)
            .with_context(|| format!("no {column} in {it:?}"))?
            .parse()
            .context("a number")
    };
    let before = rows(&mut session, wal.sql())?.pop().context("no row")?;
    check(&before, &[("hnsw_builds", "0")])?;
    let expected = session.value("SELECT pg_size_bytes(current_setting('max_wal_size'))")?;
    check(&before, &[("max_wal_bytes", &expected)])?;
    session.batch_execute("REINDEX INDEX items_hnsw")?;
    session.value("SELECT pg_stat_force_next_flush()")?;
    let size = session.value("SELECT pg_relation_size('items_hnsw')")?.parse::<i64>()?;
    let written = number(&before, "wal_bytes")? + size / 2;
    wait_for(&mut session, wal.sql(), |it| number(it, "wal_bytes").is_ok_and(|it| written < it))?;

    let replicas: &Monitor = "replicas".parse()?;
    let slot = format!("{name}_slot");
    session.value(&format!("SELECT pg_create_physical_replication_slot('{slot}', true)"))?;
    let result = (|| {
        let mine = |it: &postgres::SimpleQueryRow| it.get("slot_name") == Some(&slot);
        let seen = wait_for(&mut session, replicas.sql(), mine)?;
        check(
            &seen,
            &[("name", &slot), ("pid", "NULL"), ("active", "f"), ("slot_type", "physical")],
        )?;
        check(&seen, &[("wal_status", "reserved"), ("replay_lag_bytes", "NULL")])?;
        let held = number(&seen, "retained_bytes")?;
        session.batch_execute("REINDEX INDEX items_hnsw")?;
        let seen = wait_for(&mut session, replicas.sql(), mine)?;
        ensure!(held + size / 2 < number(&seen, "retained_bytes")?, "{held}: {seen:?}");

        if server.label.starts_with("container") {
            // The image lets everybody in from outside, but for replication.
            let file = session.value("SHOW hba_file")?;
            session.batch_execute(&format!(
                "COPY (SELECT 'host replication all all trust') TO PROGRAM 'cat >> {file}'"
            ))?;
            session.value("SELECT pg_reload_conf()")?;
        }
        let folder = tempfile::tempdir()?;
        let mut receive = client_tool("pg_receivewal")?;
        receive.arg("--directory").arg(folder.path()).args(["--slot", &slot, "--synchronous"]);
        receive
            .args(["--status-interval=1", "--dbname"])
            .arg(format!("{}?application_name={name}", server.url));
        let _receiver = Receiver(quiet(&mut receive).spawn().context("pg_receivewal")?);
        let seen = wait_for(&mut session, replicas.sql(), |it| {
            mine(it) && it.get("state") == Some("streaming")
        })?;
        check(&seen, &[("name", &name), ("active", "t"), ("wal_status", "reserved")])?;
        ensure!(seen.get("pid").is_some() && seen.get("replay_lag_seconds").is_some(), "{seen:?}");
        wait_for(&mut session, replicas.sql(), |it| {
            mine(it) && number(it, "replay_lag_bytes").is_ok_and(|it| it < 1_000_000)
        })?;
        Ok(())
    })();
    // The server notices after a moment that its reader is gone.
    let gone =
        format!("SELECT 1 FROM pg_replication_slots WHERE slot_name = '{slot}' AND NOT active");
    wait_for(&mut session, &gone, |_| true)?;
    session.value(&format!("SELECT pg_drop_replication_slot('{slot}')"))?;
    result
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}
