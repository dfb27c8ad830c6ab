//! Messages of servers in trouble: no room, no memory, killed, damaged. Each server has one of its
//! own for it.

use std::{
    fs,
    io::Write,
    os::unix::fs::FileExt,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{OwnServer, Programs, Room, Server, Session, Version, text};

use super::case::{self, On, Scenario, said};

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

    /// A new session; a moment after a server was full or starts, it takes a few tries.
    fn connect(&self) -> Result<Session> {
        patiently(|| Ok(Session::connect(&self.own.server.url).ok()))
    }

    /// What is said to `sql` in a new session.
    fn said(&self, sql: &str) -> Result<String> {
        Ok(said(&mut self.connect()?, sql).join("\n"))
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
            it.said(
                "SET maintenance_work_mem = '64MB'; CREATE INDEX ON t USING hnsw (v vector_l2_ops)",
            )
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
    Scenario { name: "limited_memory", on: On::ALL, says: &["out of memory"], run: limited_memory },
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
        name: "killed_by_the_kernel",
        on: On::ALL,
        says: &["Memory cgroup out of memory: Killed process {pid#} (postgres)"],
        run: killed_by_the_kernel,
    },
    Scenario {
        name: "in_recovery",
        on: On::ALL,
        says: &["the database system is in recovery mode"],
        run: in_recovery,
    },
    Scenario {
        name: "recovering",
        on: On::ALL,
        says: &["the database system is not yet accepting connections"],
        run: recovering,
    },
    Scenario {
        name: "shutting_down",
        on: On::ALL,
        says: &["the database system is shutting down"],
        run: shutting_down,
    },
    Scenario {
        name: "starting_up",
        on: On::ALL,
        says: &["the database system is starting up"],
        run: starting_up,
    },
    Scenario { name: "refused", on: On::ALL, says: &["failed: Connection refused"], run: refused },
    Scenario {
        name: "too_many_connections",
        on: On::before_postgres(16),
        says: &[
            "sorry, too many clients already",
            "remaining connection slots are reserved for non-replication superuser connections",
        ],
        run: too_many_connections,
    },
    Scenario {
        name: "too_many_connections",
        on: On::since_postgres(16),
        says: &[
            "sorry, too many clients already",
            "remaining connection slots are reserved for roles with the SUPERUSER attribute",
        ],
        run: too_many_connections,
    },
    Scenario {
        name: "many_checkpoints",
        on: On::ALL,
        says: &["checkpoints are occurring too frequently ({interval} apart)"],
        run: many_checkpoints,
    },
    Scenario {
        name: "client_gone",
        on: On::ALL,
        says: &["unexpected EOF on client connection with an open transaction"],
        run: client_gone,
    },
    Scenario {
        name: "library_gone",
        on: On::ALL,
        says: &["could not access file \"{library}\": No such file or directory"],
        run: |it| it.with_library(None),
    },
    Scenario {
        name: "library_cut_short",
        on: On::ALL,
        says: &["could not load library \"{library}\""],
        run: |it| it.with_library(Some(b"")),
    },
    Scenario {
        name: "library_of_another_postgresql",
        on: On::before_postgres(18),
        says: &["incompatible library \"{library}\": version mismatch"],
        run: library_of_another_postgresql,
    },
    Scenario {
        // It asks for a function that this one no longer has, and so is not even looked at.
        name: "library_of_another_postgresql",
        on: On::since_postgres(18),
        says: &["could not load library \"{library}\""],
        run: library_of_another_postgresql,
    },
    Scenario {
        name: "extension_not_installed",
        on: On::ALL,
        says: &["extension \"vector\" is not available"],
        run: extension_not_installed,
    },
    Scenario {
        name: "conflicts_on_a_replica",
        on: On::ALL,
        says: &[
            "canceling statement due to conflict with recovery",
            "terminating connection due to conflict with recovery",
            "cannot execute {statement} in a read-only transaction",
            "requested WAL segment {segment} has already been removed",
        ],
        run: conflicts_on_a_replica,
    },
    Scenario {
        name: "damaged_page",
        on: On::before_postgres(18),
        says: &[
            "page verification failed, calculated checksum {calculated#} but expected {expected#}",
            "invalid page in block {block#} of relation {relation}",
        ],
        run: |it| it.damaged_page(false),
    },
    Scenario {
        name: "damaged_page",
        on: On::since_postgres(18),
        says: &[
            "ignoring checksum failure in block {block#} of relation \"{relation}\"",
            "invalid page in block {block#} of relation \"{relation}\"",
            "hnsw index is not valid",
        ],
        run: |it| it.damaged_page(true),
    },
    Scenario {
        // Before, nobody looked.
        name: "not_a_page_of_hnsw",
        on: On::between(Version::new(0, 7, 0), 0, 18),
        says: &[
            "page verification failed, calculated checksum {calculated#} but expected {expected#}",
            "invalid page in block {block#} of relation {relation}",
            "hnsw index is not valid",
        ],
        run: |it| it.damaged_page(true),
    },
    Scenario {
        name: "huge_pages_missing",
        on: On::ALL,
        says: &["could not map anonymous shared memory: Cannot allocate memory"],
        run: huge_pages_missing,
    },
    Scenario {
        name: "full_log",
        on: On::ALL,
        says: &["could not write to file \"{file}\": No space left on device"],
        run: full_log,
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
        self.own.recovers(|own| {
            thread::scope(|scope| {
                let psql = scope.spawn(|| own.psql(&["SELECT pg_sleep(60)"]));
                let sleeping = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
                patiently(|| Ok(observer.values(sleeping)?.pop()))?;
                own.signal(pid, signal)?;
                psql.join().map_err(|_| anyhow::anyhow!("psql panicked"))?
            })
        })
    }

    /// What is said when the disk is full.
    fn full(&mut self, sql: &str) -> Result<String> {
        let mut session = self.connect()?;
        let small = self.own.small();
        session
            .batch_execute(&format!("CREATE TABLESPACE small LOCATION '{}'", small.display()))?;
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

impl Place {
    /// An index whose first page is written over while the server is down.
    fn damaged_page(&mut self, ignore: bool) -> Result<String> {
        let mut session = self.connect()?;
        session.batch_execute("CREATE INDEX damaged ON t USING hnsw (v vector_l2_ops)")?;
        let file = session.value("SELECT pg_relation_filepath('damaged')")?;
        drop(session);
        self.own.stop("INT")?;
        let file = self.own.data_folder().join(file);
        let file = fs::OpenOptions::new().write(true).open(file)?;
        // pgvector src/hnsw.h, HnswMetaPageData: `magicNumber` comes first, behind the page header.
        file.write_all_at(&[0; 4], 24)?;
        self.own.start(ROOM, SETTINGS)?;
        let insert = "INSERT INTO t (v) VALUES ('[1,2,3]')";
        let mut said = self.said(insert)?;
        if ignore {
            said.push('\n');
            said.push_str(&self.said(&format!("SET ignore_checksum_failure = on; {insert}"))?);
        }
        self.connect()?.batch_execute("DROP INDEX damaged")?;
        Ok(said)
    }
}

/// The kernel ends a build that takes more than its control group may have.
fn killed_by_the_kernel(it: &mut Place) -> Result<String> {
    let mut session = it.connect()?;
    let pid = session.value("SELECT pg_backend_pid()")?;
    let limited = Limited::create(&pid)?;
    let sql = "SET maintenance_work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;
        CREATE INDEX ON wide USING hnsw (v vector_l2_ops) WITH (m = 4, ef_construction = 8)";
    limited.enter(&pid)?;
    it.own.recovers(|_| {
        ensure!(session.batch_execute(sql).is_err(), "the build had enough memory");
        Ok(())
    })?;
    drop(limited);
    let log = Command::new("dmesg").output()?;
    let log = text(&log);
    let killed = log.lines().rfind(|it| it.contains(&format!("Killed process {pid} ")));
    Ok(killed.context("dmesg does not say it")?.to_owned())
}

/// A control group with little memory; it goes when this is dropped.
struct Limited(std::path::PathBuf);

impl Limited {
    fn create(name: &str) -> Result<Self> {
        let (root, limit) = if Path::new("/sys/fs/cgroup/memory").is_dir() {
            ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
        } else {
            ("/sys/fs/cgroup", "memory.max")
        };
        let folder = Path::new(root).join(format!("hnswkit-test-{name}"));
        fs::create_dir(&folder).context("no control group")?;
        let it = Self(folder);
        fs::write(it.0.join(limit), "10000000").context("no limit of memory")?;
        Ok(it)
    }

    fn enter(&self, pid: &str) -> Result<()> {
        Ok(fs::write(self.0.join("cgroup.procs"), pid)?)
    }
}

impl Drop for Limited {
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.0);
    }
}

/// One session cannot end, so the server waits with its recovery.
fn in_recovery(it: &mut Place) -> Result<String> {
    let [stopped, killed] = [it.backend()?, it.backend()?];
    it.own.recovers(|own| {
        own.signal(stopped.1, "STOP")?;
        own.signal(killed.1, "KILL")?;
        let said = psql_says(own, "recovery");
        own.signal(stopped.1, "KILL")?;
        said
    })
}

/// A server that has much to read before it is where it was.
fn recovering(it: &mut Place) -> Result<String> {
    it.connect()?.batch_execute("CREATE TABLE much AS SELECT generate_series(1, 200000) AS i")?;
    it.own.stop("QUIT")?;
    it.own.launch(ROOM, SETTINGS)?;
    let said = psql_says(&it.own, "not yet accepting");
    it.connect()?.batch_execute("DROP TABLE much")?;
    said
}

fn shutting_down(it: &mut Place) -> Result<String> {
    let open = it.connect()?;
    it.own.signal(it.own.pid()?, "TERM")?;
    let said = psql_says(&it.own, "shutting down");
    drop(open);
    it.own.ended()?;
    it.own.start(ROOM, SETTINGS)?;
    said
}

/// A recovery from an archive that takes its time.
fn starting_up(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    fs::write(it.own.data_folder().join("recovery.signal"), "")?;
    let mut settings = SETTINGS.to_vec();
    settings.push("restore_command=sleep 0.2; false");
    it.own.launch(ROOM, &settings)?;
    let said = psql_says(&it.own, "starting up");
    let mut session = it.connect()?;
    patiently(|| Ok(session.values("SELECT 1 WHERE NOT pg_is_in_recovery()")?.pop()))?;
    said
}

fn refused(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    let said = it.own.psql(&["SELECT 1"]);
    it.own.start(ROOM, SETTINGS)?;
    said
}

fn too_many_connections(it: &mut Place) -> Result<String> {
    it.connect()?.batch_execute("CREATE ROLE plain LOGIN")?;
    let plain = it.own.server.url.replace("postgres@", "plain@");
    let mut open = vec![];
    let mut said = vec![];
    for url in [&plain, &it.own.server.url] {
        let refused = loop {
            match Session::connect(url) {
                Ok(it) => open.push(it),
                Err(it) => break it,
            }
            ensure!(open.len() < 100, "there is no end to it");
        };
        said.push(format!("{refused:#}"));
    }
    drop(open);
    it.connect()?;
    Ok(said.join("\n"))
}

fn many_checkpoints(it: &mut Place) -> Result<String> {
    let mut session = it.connect()?;
    for _ in 0..20 {
        session.batch_execute("CREATE TABLE x (); DROP TABLE x; SELECT pg_switch_wal()")?;
        thread::sleep(Duration::from_millis(20));
    }
    it.own.logged("too frequently")
}

/// A client that is killed within a transaction.
fn client_gone(it: &mut Place) -> Result<String> {
    let mut observer = it.connect()?;
    let mut client = it.own.psql_session()?;
    client.stdin.as_mut().context("no input")?.write_all(b"BEGIN; SELECT 1;\n")?;
    let idle = "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'";
    patiently(|| Ok(observer.values(idle)?.pop()))?;
    client.kill()?;
    client.wait()?;
    it.own.logged("unexpected EOF")
}

impl Place {
    /// A session and the number of its process.
    fn backend(&self) -> Result<(Session, u32)> {
        let mut session = self.connect()?;
        let pid = session.value("SELECT pg_backend_pid()")?.parse()?;
        Ok((session, pid))
    }

    /// What is said to a vector when the library is another, or is not there.
    fn with_library(&mut self, content: Option<&[u8]>) -> Result<String> {
        let library = self.own.programs.file("vector.so")?;
        // It may be a link to the one that other servers use: never written to, only moved away.
        let away = library.with_extension("away");
        fs::rename(&library, &away)?;
        let said = match content {
            Some(it) => fs::write(&library, it).map_err(Into::into),
            None => Ok(()),
        };
        let said = said.and_then(|()| self.said("SELECT '[1]'::vector"));
        fs::rename(&away, &library)?;
        // The name of the file is that of a folder of the test's own.
        said
    }
}

fn library_of_another_postgresql(it: &mut Place) -> Result<String> {
    let servers = Server::from_env()?;
    let other = servers.iter().find(|other| other.postgres_major != it.own.server.postgres_major);
    let other = Programs::of(other.context("there is one server only")?)?;
    let other = fs::read(other.context("the other server is not ours")?.file("vector.so")?)?;
    it.with_library(Some(&other))
}

fn extension_not_installed(it: &mut Place) -> Result<String> {
    it.connect()?.batch_execute("CREATE DATABASE bare TEMPLATE template0")?;
    let control = it.own.programs.file("vector.control")?;
    let away = control.with_extension("away");
    fs::rename(&control, &away)?;
    let url = it.own.server.url.replace("/postgres", "/bare").replace("//bare@", "//postgres@");
    let said = Session::connect(&url).map(|mut it| said(&mut it, "CREATE EXTENSION vector"));
    fs::rename(&away, &control)?;
    Ok(said?.join("\n"))
}

/// What is said on a replica that does not wait for its queries, and falls behind.
fn conflicts_on_a_replica(it: &mut Place) -> Result<String> {
    let mut replica = it.own.replica()?;
    replica.start(Room::default(), &["max_connections=20", "max_standby_streaming_delay=50ms"])?;
    let url = replica.server.url.clone();
    let mut reading = Session::connect(&url)?;
    let mut idle = Session::connect(&url)?;
    let mut said = said(&mut idle, "CREATE INDEX ON t USING hnsw (v vector_l2_ops)");
    let transaction = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM t";
    idle.batch_execute(transaction)?;
    reading.batch_execute(transaction)?;
    let reads = thread::spawn(move || case::said(&mut reading, "SELECT pg_sleep(30)"));
    it.connect()?.batch_execute("DELETE FROM t WHERE id % 2 = 0")?;
    it.connect()?.batch_execute("VACUUM t")?;
    said.extend(reads.join().map_err(|_| anyhow::anyhow!("the reader panicked"))?);
    said.push(replica.logged("terminating connection due to conflict")?);
    replica.stop("INT")?;
    let mut session = it.connect()?;
    for _ in 0..4 {
        session.batch_execute("CREATE TABLE x (); DROP TABLE x; SELECT pg_switch_wal()")?;
        session.batch_execute("CHECKPOINT")?;
    }
    replica.launch(Room::default(), &["max_connections=20"])?;
    said.push(replica.logged("already been removed")?);
    Ok(said.join("\n"))
}

/// The machine keeps no huge pages for a server that insists on them.
fn huge_pages_missing(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    let mut settings = SETTINGS.to_vec();
    settings.push("huge_pages=on");
    it.own.launch(ROOM, &settings)?;
    it.own.ended()?;
    let said = it.own.logged("could not map");
    it.own.start(ROOM, SETTINGS)?;
    said
}

/// The folder of the log of changes is full: the server stops, and stays down.
fn full_log(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    let mut bytes = 0;
    for file in fs::read_dir(it.own.data_folder().join("pg_wal"))? {
        bytes += file?.metadata()?.len();
    }
    let megabytes = u32::try_from(bytes >> 20)? + 8;
    it.own.start(Room { log: Some(megabytes), ..Room::default() }, SETTINGS)?;
    let mut session = it.connect()?;
    let mut written = Ok(());
    for _ in 0..10 {
        let sql = "CREATE TABLE x (); DROP TABLE x; SELECT pg_switch_wal()";
        written = written.and_then(|()| session.batch_execute(sql));
    }
    ensure!(written.is_err(), "there was room for all");
    it.own.ended()?;
    it.own.logged("PANIC")
}

/// What `psql` says, once it says it.
fn psql_says(own: &OwnServer, text: &str) -> Result<String> {
    patiently(|| {
        let said = own.psql(&["SELECT 1"])?;
        Ok(said.contains(text).then_some(said))
    })
}

/// What `ask` gives once it gives something.
fn patiently<T>(mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let started = Instant::now();
    loop {
        if let Some(it) = ask()? {
            return Ok(it);
        }
        ensure!(started.elapsed() < Duration::from_secs(10), "waited in vain");
        thread::sleep(Duration::from_millis(10));
    }
}
