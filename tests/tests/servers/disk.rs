//! What a plan takes of disk and WAL: the ways to build, columns beside columns, replicas.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use hnswkit_api::spec::Spec;
use hnswkit_core::{
    domain::{Bytes, MemorySetting},
    estimate::{Disk, Figure, Replication, Workload, estimate},
    plan::plan,
};
use hnswkit_tests::{
    Database, Direction, Element, OwnServer, Room, Server, Session, Test, Version, alone,
    create_table, run_plan,
};

use super::sizes::{Config, ask, create_index, workload};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "every_way_to_build_writes_the_estimated_wal",
        since: Version::new(0, 6, 0),
        run: every_way_to_build_writes_the_estimated_wal,
    },
    Test {
        name: "a_sort_that_does_not_fit_takes_the_estimated_file",
        since: Version::OLDEST,
        run: a_sort_that_does_not_fit_takes_the_estimated_file,
    },
    Test {
        name: "a_column_beside_another_takes_the_estimated_disk",
        since: Version::new(0, 7, 0),
        run: a_column_beside_another_takes_the_estimated_disk,
    },
    Test {
        name: "a_replica_gets_the_index_in_the_estimated_time",
        since: Version::new(0, 8, 6),
        run: a_replica_gets_the_index_in_the_estimated_time,
    },
    Test {
        name: "with_minimal_wal_only_a_plain_build_writes_none",
        since: Version::new(0, 8, 6),
        run: with_minimal_wal_only_a_plain_build_writes_none,
    },
];

const CONFIG: Config = (Element::Vector(700), 16, 1_500);

/// Bytes of WAL that a statement writes, and those of the database before and after it.
fn written(session: &mut Session, sql: &str) -> Result<f64> {
    let before = session.value("SELECT pg_current_wal_insert_lsn()")?;
    session.batch_execute(sql).with_context(|| sql.to_owned())?;
    let query = format!("SELECT pg_current_wal_insert_lsn() - '{before}'::pg_lsn");
    Ok(session.value(&query)?.parse()?)
}

/// A server on which nobody else writes: WAL is counted for all of it. One of the test's own, or
/// the given one where it is not ours, while no other test runs.
fn undisturbed(server: &Server) -> Result<(impl Sized, Server)> {
    let Some(mut own) = OwnServer::like(server)? else {
        return Ok(((None, Some(alone())), server.clone()));
    };
    let settings = ["shared_buffers=128MB", "checkpoint_timeout=1h", "max_wal_size=4GB"];
    own.start(Room::default(), &settings)?;
    let server = own.server.clone();
    Ok(((Some(own), None), server))
}

fn every_way_to_build_writes_the_estimated_wal(server: &Server) -> Result<()> {
    let (_own, server) = &undisturbed(server)?;
    let database = Database::create(server, "wal of builds")?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "v", CONFIG.0, CONFIG.2)?;
    session.batch_execute("VACUUM items")?;
    session.batch_execute("SET max_parallel_maintenance_workers = 0")?;
    session.batch_execute("SET maintenance_work_mem = '200MB'")?;
    let expected = ask(&workload(server, &CONFIG)?)?;
    let create = create_index(&CONFIG)?;
    let create = create.rsplit(';').next().unwrap_or_default().trim();
    let concurrently = create.replacen("INDEX", "INDEX CONCURRENTLY", 1);
    let database_bytes = "SELECT pg_database_size(current_database())";
    for (way, sql) in [
        ("plain", create),
        ("anew", "REINDEX INDEX items_v"),
        ("anew, concurrently", "REINDEX INDEX CONCURRENTLY items_v"),
        ("gone", "DROP INDEX items_v"),
        ("concurrently", &concurrently),
        ("gone", "DROP INDEX items_v"),
        ("less memory", "SET maintenance_work_mem = '1MB'"),
        ("spilled", create),
    ] {
        let before: f64 = session.value(database_bytes)?.parse()?;
        let wal = written(&mut session, sql)?;
        let grown = session.value(database_bytes)?.parse::<f64>()? - before;
        if matches!(way, "gone" | "less memory") {
            continue;
        }
        let off = 100.0 * (expected.wal_bytes.get() as f64 / wal - 1.0);
        println!("{server}: {way:20} {wal:>9.0} B of WAL, {off:+.2} %; disk {grown:+.0} B");
        ensure!(off.abs() < 5.0, "{way}: {wal} B of WAL, estimated {}", expected.wal_bytes);
        if !way.starts_with("anew") {
            let off = 100.0 * (expected.index_bytes.get() as f64 / grown - 1.0);
            ensure!(off.abs() < 5.0, "{way}: the database grew by {grown} B");
        }
    }
    Ok(())
}

fn find(list: &[Figure], name: &str) -> Result<Figure> {
    let found = list.iter().find(|it| it.name == name).cloned();
    found.with_context(|| format!("no {name} in {list:?}"))
}

fn a_sort_that_does_not_fit_takes_the_estimated_file(server: &Server) -> Result<()> {
    let database = Database::create(server, "sort")?;
    let mut session = database.connect()?;
    let config: Config = (Element::Vector(2), 2, 60_000);
    create_table(&mut session, "items", "v", config.0, config.2)?;
    session.batch_execute("SET max_parallel_maintenance_workers = 0")?;
    session.batch_execute("SET maintenance_work_mem = '1MB'")?;
    let create = create_index(&config)?;
    let create = create.rsplit(';').next().unwrap_or_default().trim().to_owned();
    session.batch_execute(&create.replacen("INDEX", "INDEX CONCURRENTLY", 1))?;
    drop(session);
    let mut session = database.connect()?;
    let temp = "SELECT temp_bytes FROM pg_stat_database WHERE datname = current_database()";
    let started = Instant::now();
    let mut found = 0.0;
    while found == 0.0 && started.elapsed() < Duration::from_secs(10) {
        thread::sleep(Duration::from_millis(100));
        found = session.value(temp)?.parse::<f64>()?;
    }
    let setting = MemorySetting::new(Bytes::mebibytes(1))?;
    let it = Workload { maintenance_work_mem: Some(setting), ..workload(server, &config)? };
    let mut disk = Disk::default();
    disk.index("items_v", &estimate(&it)?, true, None);
    let file = find(&disk.figures(), "sort")?;
    let off = 100.0 * (file.high / found - 1.0);
    println!("{server}: {found} B of temporary files, {off:+.2} %");
    ensure!(off.abs() < 5.0, "{found} B of temporary files, {file:?}");
    Ok(())
}

/// A change of type, half of its way: the new column is there, filled and indexed.
const CHANGE: &str = r#"
    [[index]]
    table = "items"
    column = "v"
    name = "items_v"
    operation = "change-type"
    stage = "expand"
    from = "vector(1536)"
    type = "halfvec(1536)"
    metric = "l2"
    rows = 1200
    maintenance_work_mem = "64MB"
    workers = 0
"#;

fn a_column_beside_another_takes_the_estimated_disk(server: &Server) -> Result<()> {
    let (_own, server) = &undisturbed(server)?;
    let database = Database::create(server, "columns")?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "v", Element::Vector(1536), 1_200)?;
    session.batch_execute(
        "ALTER TABLE items SET (autovacuum_enabled = off);
        SET max_parallel_maintenance_workers = 0;
        CREATE INDEX items_v ON items USING hnsw (v vector_l2_ops) WITH (m = 16)",
    )?;
    session.batch_execute("VACUUM items")?;
    let spec = Spec::from_toml(CHANGE, "change.toml").map_err(|it| anyhow::anyhow!("{it}"))?;
    let request = spec.to_request().map_err(|it| anyhow::anyhow!("{it}"))?;
    let plan = plan(request).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    let figures = plan.disk();
    let bytes = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class
        WHERE relname LIKE 'items%' AND relkind = 'r'";
    let before: f64 = session.value(bytes)?.parse()?;
    let wal_before = session.value("SELECT pg_current_wal_insert_lsn()")?;
    run_plan(&mut session, &plan, Direction::Up)?;
    let grown = session.value(bytes)?.parse::<f64>()? - before;
    let wal = session.value(&format!("SELECT pg_current_wal_insert_lsn() - '{wal_before}'"))?;
    let peak = find(&figures, "peak")?;
    let off = 100.0 * (peak.low / grown - 1.0);
    let log = find(&figures, "WAL")?;
    println!("{server}: grown by {grown} B, {off:+.2} %; {wal} B of WAL of {}", log.high);
    ensure!(off.abs() < 5.0, "grown by {grown} B: {figures:#?}");
    ensure!(wal.parse::<f64>()? <= log.high, "{wal} B of WAL: {figures:#?}");
    // The same quantity is the same figure, wherever it is said.
    let summary = plan.summary();
    let [fill] = summary.fills.as_slice() else { anyhow::bail!("{:?}", summary.fills) };
    let built = plan.estimates.first().context("no estimate")?.wal_bytes.get();
    ensure!(summary.wal_bytes.get() == fill.wal_bytes_high.get() + built, "{summary:?}");
    ensure!(summary.wal_bytes.get() as f64 == log.high, "{summary:?}: {log:?}");
    ensure!(summary.disk_peak_bytes.get() as f64 == peak.high, "{summary:?}: {peak:?}");
    Ok(())
}

/// Lets so many bytes a second through to whoever connects.
struct Throttle {
    port: u16,
}

impl Throttle {
    fn before(server: &Server, a_second: u64) -> Result<Self> {
        let target = server.url.split('@').nth(1).context("no host")?;
        let target = target.split('/').next().unwrap_or_default().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&target) else { continue };
                let (Ok(from), Ok(to)) = (client.try_clone(), server.try_clone()) else { continue };
                thread::spawn(move || pump(from, to, u64::MAX));
                thread::spawn(move || pump(server, client, a_second));
            }
        });
        Ok(Self { port })
    }
}

/// What a thread may sleep too long.
const SLEPT_TOO_LONG: Duration = Duration::from_millis(200);

fn pump(mut from: TcpStream, mut to: TcpStream, a_second: u64) {
    let mut buffer = vec![0; 32 << 10];
    let mut due = Instant::now();
    while let Ok(n) = from.read(&mut buffer)
        && 0 < n
    {
        // What was not used of the time before is lost, as on a line; but not what this thread
        // slept too long.
        let cost = Duration::from_secs_f64(n as f64 / a_second as f64);
        let now = Instant::now();
        due = due.max(now.checked_sub(SLEPT_TOO_LONG).unwrap_or(now)) + cost;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if to.write_all(&buffer[..n]).is_err() {
            return;
        }
    }
}

fn a_replica_gets_the_index_in_the_estimated_time(server: &Server) -> Result<()> {
    const BANDWIDTH: Bytes = Bytes::mebibytes(8);
    let Some(mut primary) = OwnServer::like(server)? else { return Ok(()) };
    let _alone = alone();
    primary.start(Room::default(), &["shared_buffers=128MB"])?;
    let mut session = Session::connect(&primary.server.url)?;
    session.batch_execute("CREATE EXTENSION vector")?;
    let config: Config = (Element::Vector(1536), 4, 3_000);
    create_table(&mut session, "items", "v", config.0, config.2)?;
    let mut replica = primary.replica()?;
    let line = Throttle::before(&primary.server, BANDWIDTH.get())?;
    let way = format!("primary_conninfo=host=127.0.0.1 port={} user=postgres", line.port);
    replica.start(Room::default(), &[&way, "hot_standby=on"])?;
    let behind = "SELECT coalesce(max(pg_current_wal_lsn() - flush_lsn), 0)
        FROM pg_stat_replication WHERE state = 'streaming'";
    let connected = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'";
    wait_until(&mut session, connected, |it| it == 1.0)?;
    wait_until(&mut session, behind, |it| it == 0.0)?;

    session.batch_execute("SET max_parallel_maintenance_workers = 0")?;
    session.batch_execute("SET maintenance_work_mem = '200MB'")?;
    let create = create_index(&config)?;
    let create = create.rsplit(';').next().unwrap_or_default().trim().to_owned();
    let url = primary.server.url.clone();
    let builder = thread::spawn(move || {
        Session::connect(&url)?.batch_execute(&create).map_err(anyhow::Error::from)
    });
    wait_until(&mut session, behind, |it| 1e6 < it)?;
    let started = Instant::now();
    let mut most = 0.0_f64;
    while started.elapsed() < Duration::from_secs(60) {
        let now: f64 = session.value(behind)?.parse()?;
        most = most.max(now);
        if builder.is_finished() && now == 0.0 {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    let took = started.elapsed().as_secs_f64();
    builder.join().map_err(|_| anyhow::anyhow!("the build panicked"))??;

    let wal = ask(&workload(server, &config)?)?.wal_bytes;
    let figures = Replication { bandwidth: Some(BANDWIDTH), slot_limit: None }.figures(wal);
    let time = find(&figures, "time to send the WAL")?;
    let kept = find(&figures, "WAL that the primary keeps")?;
    println!("{server}: {took:.2} s for {wal}, {time:?}; at most {most} B behind");
    // The burst was noticed a little late, and its end, too.
    ensure!(0.85 * time.low <= took && took <= 1.1 * time.high + 0.5, "{took} s: {time:?}");
    ensure!(most <= kept.high, "{most} B behind: {kept:?}");
    Ok(())
}

/// Waits until the number that a query gives is as it should be.
fn wait_until(session: &mut Session, sql: &str, good: impl Fn(f64) -> bool) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(60) {
        if good(session.value(sql)?.parse()?) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(5));
    }
    anyhow::bail!("it never was: {sql}")
}

fn with_minimal_wal_only_a_plain_build_writes_none(server: &Server) -> Result<()> {
    let Some(mut own) = OwnServer::like(server)? else { return Ok(()) };
    let settings = ["wal_level=minimal", "max_wal_senders=0"];
    own.start(Room::default(), &settings)?;
    let mut session = Session::connect(&own.server.url)?;
    session.batch_execute("CREATE EXTENSION vector")?;
    create_table(&mut session, "items", "v", CONFIG.0, CONFIG.2)?;
    session.batch_execute("SET max_parallel_maintenance_workers = 0")?;
    let create = create_index(&CONFIG)?;
    let create = create.rsplit(';').next().unwrap_or_default().trim();
    let size = ask(&workload(server, &CONFIG)?)?.wal_bytes.get() as f64;
    let plain = written(&mut session, create)?;
    session.batch_execute("DROP INDEX items_v")?;
    let concurrently = written(&mut session, &create.replacen("INDEX", "INDEX CONCURRENTLY", 1))?;
    println!("{server}: {plain} B of WAL, concurrently {concurrently} B of {size}");
    ensure!(plain < 0.05 * size, "a plain build wrote {plain} B");
    ensure!((concurrently / size - 1.0).abs() < 0.05, "concurrently {concurrently} B of {size}");
    Ok(())
}
