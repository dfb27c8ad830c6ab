//! Messages of servers in trouble: no room, no memory, killed, damaged. Each server has one of its
//! own for it.

mod connections;
mod damage;
mod installation;
mod killed;
mod replica;
mod room;
mod waiting;

use std::{fmt, fs};

use anyhow::Result;
use hnswkit_tests::{OwnServer, Room, Server, Session, Version};

use super::case::{On, Scenario, patiently, said};

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

    /// A session and the number of its process.
    fn backend(&self) -> Result<(Session, u32)> {
        let mut session = self.connect()?;
        let pid = session.value("SELECT pg_backend_pid()")?.parse()?;
        Ok((session, pid))
    }

    /// What is said to `sql` in a new session.
    fn said(&self, sql: &str) -> Result<String> {
        Ok(said(&mut self.connect()?, sql).join("\n"))
    }
}

/// What this machine does not allow; in CI that is a failure.
#[derive(Debug)]
pub(super) struct Skipped(String);

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Skipped {}

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
        run: waiting::waiting_for_a_lock,
    },
    Scenario {
        name: "waiting_for_snapshots",
        on: On::ALL,
        says: &["waiting for old snapshots"],
        run: waiting::waiting_for_snapshots,
    },
    Scenario {
        name: "limited_memory",
        on: On::ALL,
        says: &["out of memory"],
        run: room::limited_memory,
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
        on: On::before_postgres(17),
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
        on: On::before_postgres(17),
        says: &[
            "server process (PID {pid#}) was terminated by signal 11: Segmentation fault",
            "server process (PID {pid#}) was terminated by signal 6: Aborted",
        ],
        run: killed::crashed,
    },
    Scenario {
        name: "crashed_in_the_log",
        on: On::since_postgres(18),
        says: &[
            "client backend (PID {pid#}) was terminated by signal 11: Segmentation fault",
            "client backend (PID {pid#}) was terminated by signal 6: Aborted",
        ],
        run: killed::crashed,
    },
    Scenario {
        name: "worker_killed",
        on: On::ALL,
        says: &[
            "background worker \"parallel worker\" (PID {pid#}) was terminated by signal 9: Killed",
            "background worker \"parallel worker\" (PID {pid#}) was terminated by signal 11: Segmentation fault",
        ],
        run: killed::worker_killed,
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
        run: killed::killed_by_the_kernel,
    },
    Scenario {
        name: "in_recovery",
        on: On::ALL,
        says: &["the database system is in recovery mode"],
        run: killed::in_recovery,
    },
    Scenario {
        name: "recovering",
        on: On::ALL,
        says: &["the database system is not yet accepting connections"],
        run: connections::recovering,
    },
    Scenario {
        name: "shutting_down",
        on: On::ALL,
        says: &["the database system is shutting down"],
        run: connections::shutting_down,
    },
    Scenario {
        name: "starting_up",
        on: On::ALL,
        says: &["the database system is starting up"],
        run: connections::starting_up,
    },
    Scenario {
        name: "refused",
        on: On::ALL,
        says: &["failed: Connection refused"],
        run: connections::refused,
    },
    Scenario {
        name: "too_many_connections",
        on: On::before_postgres(16),
        says: &[
            "sorry, too many clients already",
            "remaining connection slots are reserved for non-replication superuser connections",
        ],
        run: connections::too_many_connections,
    },
    Scenario {
        name: "too_many_connections",
        on: On::since_postgres(16),
        says: &[
            "sorry, too many clients already",
            "remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "remaining connection slots are reserved for roles with privileges of the \"pg_use_reserved_connections\" role",
        ],
        run: connections::too_many_connections,
    },
    Scenario {
        name: "many_checkpoints",
        on: On::ALL,
        says: &["checkpoints are occurring too frequently ({interval} apart)"],
        run: connections::many_checkpoints,
    },
    Scenario {
        name: "client_gone",
        on: On::ALL,
        says: &["unexpected EOF on client connection with an open transaction"],
        run: connections::client_gone,
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
        // One that asks for no function that is gone.
        name: "library_of_another_postgresql",
        on: On::ALL,
        says: &["incompatible library \"{library}\": version mismatch"],
        run: |it| installation::library_of_another_postgresql(it, "euc_cn_and_mic.so"),
    },
    Scenario {
        // It asks for a function that PostgreSQL 17 has taken out.
        name: "vector_of_another_postgresql",
        on: On::since_postgres(18),
        says: &["could not load library \"{library}\""],
        run: |it| installation::library_of_another_postgresql(it, "vector.so"),
    },
    Scenario {
        name: "extension_not_installed",
        on: On::ALL,
        says: &["extension \"vector\" is not available"],
        run: installation::extension_not_installed,
    },
    Scenario {
        // Later releases of the table have no new functions.
        name: "scripts_without_their_library",
        on: On::before(Version::new(0, 8, 0)),
        says: &["could not find function \"{function}\" in file \"{file}\""],
        run: installation::scripts_without_their_library,
    },
    Scenario {
        name: "logs_with_fields",
        on: On::ALL,
        says: &[
            "data type {type} has no default operator class for access method \"{method}\"",
            "{value} is outside the valid range for parameter \"{parameter}\" ({least} .. {most})",
        ],
        run: logs_with_fields,
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
        run: replica::conflicts_on_a_replica,
    },
    Scenario {
        name: "damaged_page",
        on: On::before_postgres(17),
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
        on: On::between(Version::new(0, 7, 0), 0, 17),
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
        run: room::huge_pages_missing,
    },
    Scenario {
        name: "full_log",
        on: On::ALL,
        says: &["could not write to file \"{file}\": No space left on device"],
        run: room::full_log,
    },
];

/// What is in the logs that have fields, each of both kinds.
fn logs_with_fields(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    let mut settings = SETTINGS.to_vec();
    settings.extend(["logging_collector=on", "log_destination=csvlog,jsonlog"]);
    it.own.start(ROOM, &settings)?;
    it.said("CREATE INDEX ON t USING hnsw (v)")?;
    it.said("SELECT '[1]'::vector; SET hnsw.ef_search = 5000")?;
    it.own.stop("INT")?;
    let mut logs = vec![];
    for file in fs::read_dir(it.own.data_folder().join("log"))? {
        let log = fs::read_to_string(file?.path())?;
        let errors: Vec<&str> = log.lines().filter(|it| it.contains("ERROR")).collect();
        let (log, errors) = (errors.join("\n"), errors.len());
        logs.push((errors, log));
    }
    anyhow::ensure!(logs.iter().filter(|(errors, _)| *errors == 2).count() == 2, "{logs:?}");
    it.own.start(ROOM, SETTINGS)?;
    Ok(logs.into_iter().map(|(_, log)| log).collect::<Vec<_>>().join("\n"))
}

/// What `psql` says, once it says it.
fn psql_says(own: &OwnServer, text: &str) -> Result<String> {
    patiently(|| {
        let said = own.psql(&["SELECT 1"])?;
        Ok(said.contains(text).then_some(said))
    })
}
