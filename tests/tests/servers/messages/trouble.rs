//! Messages of servers in trouble: no room, no memory, killed, damaged. Each server has one of its
//! own for it.

use std::{
    fs,
    os::unix::fs::FileExt,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{OwnServer, Room, Server, Session, Version, text};

use super::case::{On, Scenario, said};

/// What a scenario works on.
pub(super) struct Place {
    /// The server, which runs when a scenario begins and when it ends.
    own: OwnServer,
}

/// Little room: less than a parallel build of the default asks for, and than a small table needs.
const ROOM: Room = Room { shared_memory: Some(12), disk: Some(4), log: None };

const SETTINGS: &[&str] = &[
    "max_locks_per_transaction=10",
    "max_connections=20",
    "log_lock_waits=on",
    "deadlock_timeout=100ms",
    "max_wal_size=32MB",
    "min_wal_size=32MB",
    "wal_keep_size=0",
    "maintenance_work_mem=8MB",
];

const SCHEMA: &[&str] = &[
    "CREATE EXTENSION vector",
    "CREATE TABLE t (id serial, v vector(3))",
    "INSERT INTO t (v) SELECT ARRAY[i, i % 7, i % 3]::vector FROM generate_series(1, 200) AS i",
    "ALTER TABLE t SET (parallel_workers = 1)",
    "CREATE TABLE wide (v vector(2000))",
    "INSERT INTO wide SELECT (SELECT array_agg(random() + i + 0 * j) FROM generate_series(1, 2000) AS j)::vector FROM generate_series(1, 1000) AS i",
];

impl Place {
    /// A server with tables in its database `postgres`; none when the server is not ours.
    pub(super) fn like(server: &Server) -> Result<Option<Self>> {
        let Some(mut own) = OwnServer::like(server)? else { return Ok(None) };
        own.start(ROOM, SETTINGS)?;
        let mut session = Session::connect(&own.server.url)?;
        for sql in SCHEMA {
            session.batch_execute(sql)?;
        }
        Ok(Some(Self { own }))
    }

    fn connect(&self) -> Result<Session> {
        Session::connect(&self.own.server.url)
    }

    /// What is said to `sql` in a new session.
    fn said(&self, sql: &str) -> Result<String> {
        Ok(said(&mut self.connect()?, sql).join("\n"))
    }

    fn restart(&mut self) -> Result<()> {
        self.own.stop("INT")?;
        self.own.start(ROOM, SETTINGS)
    }
}

/// In this order: what breaks the server for good comes last.
pub(super) const SCENARIOS: &[Scenario<Place>] = &[
    Scenario {
        name: "small_shared_memory",
        on: On::since(Version::new(0, 6, 0)),
        says: &[
            "could not resize shared memory segment \"{segment}\" to {bytes#} bytes: No space left on device",
        ],
        run: |it| {
            it.said("SET maintenance_work_mem = '64MB'; CREATE INDEX ON t USING hnsw (v vector_l2_ops)")
        },
    },
    Scenario {
        name: "full_lock_table",
        on: On::ALL,
        says: &["out of shared memory"],
        run: |it| it.said("SELECT pg_advisory_lock(i) FROM generate_series(1, 100000) AS i"),
    },
    Scenario {
        name: "waiting_for_a_lock",
        on: On::ALL,
        says: &["process {pid#} still waiting for {mode} on {what} after {time} ms"],
        run: waiting_for_a_lock,
    },
    Scenario {
        name: "waiting_for_snapshots",
        on: On::ALL,
        says: &["waiting for old snapshots"],
        run: waiting_for_snapshots,
    },
    Scenario {
        name: "limited_memory",
        on: On::ALL,
        says: &["out of memory"],
        run: limited_memory,
    },
    Scenario {
        name: "killed",
        on: On::ALL,
        says: &[
            "server closed the connection unexpectedly",
            "terminating connection because of crash of another server process",
        ],
        run: |it| it.bystander("KILL"),
    },
    Scenario {
        name: "killed_in_the_log",
        on: On::before_postgres(18),
        says: &["server process (PID {pid#}) was terminated by signal 9: Killed"],
        run: |it| it.own.logged("by signal 9"),
    },
    Scenario {
        name: "killed_in_the_log",
        on: On::since_postgres(18),
        says: &["client backend (PID {pid#}) was terminated by signal 9: Killed"],
        run: |it| it.own.logged("by signal 9"),
    },
    Scenario {
        name: "crashed_in_the_log",
        on: On::before_postgres(18),
        says: &[
            "server process (PID {pid#}) was terminated by signal 11: Segmentation fault",
            "server process (PID {pid#}) was terminated by signal 6: Aborted",
        ],
        run: crashed,
    },
    Scenario {
        name: "crashed_in_the_log",
        on: On::since_postgres(18),
        says: &[
            "client backend (PID {pid#}) was terminated by signal 11: Segmentation fault",
            "client backend (PID {pid#}) was terminated by signal 6: Aborted",
        ],
        run: crashed,
    },
    Scenario {
        name: "full_disk",
        on: On::ALL,
        says: &["could not extend file \"{file}\": No space left on device"],
        run: |it| it.full("INSERT INTO large SELECT i FROM generate_series(1, 500000) AS i"),
    },
    Scenario {
        name: "full_disk_in_a_copy",
        on: On::since_postgres(16),
        says: &["could not extend file \"{file}\" with FileFallocate(): No space left on device"],
        run: |it| it.full("COPY large FROM PROGRAM 'seq 500000'"),
    },
    Scenario {
        name: "damaged_page",
        on: On::before_postgres(18),
        says: &[
            "page verification failed, calculated checksum {calculated#} but expected {expected#}",
            "invalid page in block {block#} of relation {relation}",
        ],
        run: damaged_page,
    },
];

/// A session waits for a lock until the log says so.
fn waiting_for_a_lock(it: &mut Place) -> Result<String> {
    let mut holder = it.connect()?;
    let mut other = it.connect()?;
    holder.batch_execute("BEGIN; LOCK TABLE t")?;
    thread::scope(|scope| {
        let waits = scope.spawn(move || other.batch_execute("BEGIN; LOCK TABLE t; COMMIT"));
        let line = it.own.logged("still waiting");
        holder.batch_execute("COMMIT")?;
        let _ = waits.join();
        line
    })
}

/// A concurrent build waits for a transaction that began before.
fn waiting_for_snapshots(it: &mut Place) -> Result<String> {
    let mut reader = it.connect()?;
    let mut builder = it.connect()?;
    let mut observer = it.connect()?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")?;
    thread::scope(|scope| {
        let build = "CREATE INDEX CONCURRENTLY late ON t USING hnsw (v vector_l2_ops)";
        let built = scope.spawn(move || builder.batch_execute(build));
        let phase = patiently(|| {
            let phases = observer.values("SELECT phase FROM pg_stat_progress_create_index")?;
            Ok(phases.into_iter().find(|it| it.contains("snapshots")))
        });
        reader.batch_execute("COMMIT")?;
        ensure!(matches!(built.join(), Ok(Ok(()))), "the build failed");
        phase
    })
}

/// A build whose process may not have the memory that the setting allows it.
fn limited_memory(it: &mut Place) -> Result<String> {
    let mut session = it.connect()?;
    let pid = session.value("SELECT pg_backend_pid()")?;
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let size = status.lines().find_map(|it| it.strip_prefix("VmSize:"));
    let size = size.and_then(|it| it.trim().strip_suffix(" kB")).context("no VmSize")?;
    let limit = (size.trim().parse::<u64>()? + 4096) * 1024;
    let mut prlimit = Command::new("prlimit");
    it.own.programs.as_owner(prlimit.args(["--pid", &pid, &format!("--as={limit}")]));
    let output = prlimit.output()?;
    ensure!(output.status.success(), "{}", text(&output));
    let sql = "SET maintenance_work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;
        CREATE INDEX ON wide USING hnsw (v vector_l2_ops) WITH (m = 4, ef_construction = 8)";
    Ok(said(&mut session, sql).join("\n"))
}

impl Place {
    /// What psql says in one session when another one is ended by a signal.
    fn bystander(&mut self, signal: &str) -> Result<String> {
        let mut victim = self.connect()?;
        let pid = victim.value("SELECT pg_backend_pid()")?.parse()?;
        let mut observer = self.connect()?;
        let place = &*self;
        let printed = thread::scope(|scope| {
            let psql = scope.spawn(|| place.own.psql(&["SELECT pg_sleep(60)"]));
            let sleeping = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
            patiently(|| Ok(observer.values(sleeping)?.pop()))?;
            place.own.signal(pid, signal)?;
            psql.join().map_err(|_| anyhow::anyhow!("psql panicked"))?
        })?;
        self.own.wait()?;
        Ok(printed)
    }

    /// What is said when the disk is full.
    fn full(&mut self, sql: &str) -> Result<String> {
        let mut session = self.connect()?;
        let small = self.own.small();
        session.batch_execute(&format!("CREATE TABLESPACE small LOCATION '{}'", small.display()))?;
        session.batch_execute("CREATE TABLE large (i int) TABLESPACE small")?;
        let said = self.said(sql)?;
        session.batch_execute("DROP TABLE large; CHECKPOINT")?;
        session.batch_execute("DROP TABLESPACE small")?;
        Ok(said)
    }
}

fn crashed(it: &mut Place) -> Result<String> {
    for signal in ["SEGV", "ABRT"] {
        it.bystander(signal)?;
    }
    Ok(format!("{}\n{}", it.own.logged("by signal 11")?, it.own.logged("by signal 6")?))
}

/// An index whose first page is written over while the server is down.
fn damaged_page(it: &mut Place) -> Result<String> {
    let mut session = it.connect()?;
    session.batch_execute("CREATE INDEX damaged ON t USING hnsw (v vector_l2_ops)")?;
    let file = session.value("SELECT pg_relation_filepath('damaged')")?;
    drop(session);
    it.own.stop("INT")?;
    let file = it.own.data_folder().join(file);
    let file = fs::OpenOptions::new().write(true).open(file)?;
    // pgvector src/hnsw.h, HnswMetaPageData: `magicNumber` comes first, behind the page header.
    file.write_all_at(&[0; 4], 24)?;
    it.own.start(ROOM, SETTINGS)?;
    it.said("INSERT INTO t (v) VALUES ('[1,2,3]')")
}

/// What `ask` gives once it gives something.
fn patiently<T>(mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let started = Instant::now();
    loop {
        if let Some(it) = ask()? {
            return Ok(it);
        }
        ensure!(started.elapsed() < Duration::from_secs(30), "waited in vain");
        thread::sleep(Duration::from_millis(10));
    }
}
