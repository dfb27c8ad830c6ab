//! Memory, disk and crashes.

use super::{PGVECTOR_BUILD, PGVECTOR_CHANGES, RESOURCE_SETTINGS};
use crate::explain::{Check, Explanation, Severity};

const MEMORY_IN_FORCE: Check = Check {
    why: "the value in force: ask in the session that builds",
    sql: "SHOW maintenance_work_mem;",
};

const OOM: &str =
    "https://www.postgresql.org/docs/current/kernel-resources.html#LINUX-MEMORY-OVERCOMMIT";

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "graph-spilled",
        severity: Severity::Notice,
        patterns: &["hnsw graph no longer fits into maintenance_work_mem after {tuples#} tuples"],
        examples: &["hnsw graph no longer fits into maintenance_work_mem after 9759 tuples"],
        title: "the graph outgrew maintenance_work_mem; the rest is built slowly",
        meaning: "The first {tuples} rows filled maintenance_work_mem. Every row after them is inserted into the index pages one by one, which takes four to five times as long a row with vectors of 1,536 dimensions, and more when the pages are not in the cache. The index will be right; only the build is slow.",
        actions: &[
            "if most rows are behind it, let it finish; otherwise cancel it, set maintenance_work_mem in the session that builds, and build again",
            "take the value from `hnswkit estimate`, which computes it from the type, m and the number of rows; `--spilled-after {tuples}` tells which value was in force",
            "make sure that the value reached the build: SET LOCAL outside a transaction does nothing, and a pooler may give the build another session",
            "when the server has no memory for all of it, index a halfvec cast: half the bytes a row",
        ],
        checks: &[
            MEMORY_IN_FORCE,
            Check {
                why: "how far the build is",
                sql: "SELECT pid, phase, tuples_done\nFROM pg_stat_progress_create_index;",
            },
        ],
        sources: &[PGVECTOR_BUILD],
    },
    Explanation {
        id: "shared-memory-too-small",
        severity: Severity::Error,
        patterns: &[
            "could not resize shared memory segment \"{segment}\" to {bytes#} bytes: No space left on device",
        ],
        examples: &[
            "could not resize shared memory segment \"/PostgreSQL.1704389448\" to 68194368 bytes: No space left on device",
        ],
        title: "/dev/shm is too small for a parallel build",
        meaning: "A parallel build takes maintenance_work_mem less 3 MB of shared memory at its beginning, however small the table is: here {bytes} bytes. It is not the disk that is full but /dev/shm, of which a container has 64 MB unless it is told otherwise. A concurrent build leaves an INVALID index behind.",
        actions: &[
            "give the container more: `--shm-size` of docker run, `shm_size` in a compose file, an emptyDir of medium Memory on /dev/shm in Kubernetes; maintenance_work_mem and 1 MB on top are enough",
            "or build with one process, which needs no shared memory: SET max_parallel_maintenance_workers = 0",
            "or lower maintenance_work_mem in the session that builds, if the graph fits into less",
            "drop the INVALID index, or run the migration of hnswkit again, which does it",
        ],
        checks: &[MEMORY_IN_FORCE],
        sources: &[PGVECTOR_BUILD, "https://docs.docker.com/reference/cli/docker/container/run/"],
    },
    Explanation {
        id: "out-of-memory",
        severity: Severity::Error,
        patterns: &["out of memory"],
        examples: &["out of memory"],
        title: "the operating system gave the server no more memory",
        meaning: "The server asked for memory and got none. A build takes up to maintenance_work_mem, all processes of a parallel one together, beside shared_buffers and what other sessions use.",
        actions: &[
            "lower maintenance_work_mem in the session that builds; the build spills then, and takes longer",
            "or build on a server with more memory, or index a halfvec cast, which needs half",
            "look for an INVALID index that the build has left",
        ],
        checks: &[MEMORY_IN_FORCE],
        sources: &[RESOURCE_SETTINGS],
    },
    Explanation {
        id: "killed-by-the-kernel",
        severity: Severity::Log,
        patterns: &[
            "Out of memory: Killed process {pid#} (postgres)",
            "Memory cgroup out of memory: Killed process {pid#} (postgres)",
            "server process (PID {pid#}) was terminated by signal 9: Killed",
            "client backend (PID {pid#}) was terminated by signal 9: Killed",
            "background worker \"parallel worker\" (PID {pid#}) was terminated by signal 9: Killed",
        ],
        examples: &[
            "Out of memory: Killed process 4711 (postgres)",
            "Memory cgroup out of memory: Killed process 4711 (postgres)",
            "server process (PID 4711) was terminated by signal 9: Killed",
            "client backend (PID 4711) was terminated by signal 9: Killed",
            "background worker \"parallel worker\" (PID 4711) was terminated by signal 9: Killed",
        ],
        title: "process {pid} of the server was killed, most likely for its memory",
        meaning: "Linux, or the limit of the container, ended process {pid} because memory ran out. The whole server restarts, and every session loses its connection; a concurrent build leaves an INVALID index behind.",
        actions: &[
            "count: shared_buffers, maintenance_work_mem once for the build, and work_mem for what else runs must fit into the memory of the machine or container",
            "lower maintenance_work_mem in the session that builds, or build on a larger machine",
            "when the server is back, look for INVALID indexes, drop them, and build again",
        ],
        checks: &[],
        sources: &[OOM, RESOURCE_SETTINGS],
    },
    Explanation {
        id: "server-process-crashed",
        severity: Severity::Log,
        patterns: &[
            "server process (PID {pid#}) was terminated by signal 11: Segmentation fault",
            "server process (PID {pid#}) was terminated by signal 6: Aborted",
            "client backend (PID {pid#}) was terminated by signal 11: Segmentation fault",
            "client backend (PID {pid#}) was terminated by signal 6: Aborted",
            "background worker \"parallel worker\" (PID {pid#}) was terminated by signal 11: Segmentation fault",
        ],
        examples: &[
            "server process (PID 4711) was terminated by signal 11: Segmentation fault",
            "server process (PID 4711) was terminated by signal 6: Aborted",
            "client backend (PID 4711) was terminated by signal 11: Segmentation fault",
            "client backend (PID 4711) was terminated by signal 6: Aborted",
            "background worker \"parallel worker\" (PID 4711) was terminated by signal 11: Segmentation fault",
        ],
        title: "process {pid} of the server crashed",
        meaning: "Process {pid} ended by a fault of its own: a bug in the server or in an extension. pgvector 0.6.0 to 0.8.1 can write behind a buffer in a parallel build (CVE-2026-3172).",
        actions: &[
            "look at the release of pgvector and update it to the latest of its line, then build again",
            "until then, build with one process: SET max_parallel_maintenance_workers = 0",
            "if it happens with the latest release, report it with the statement and the log",
        ],
        checks: &[Check {
            why: "the release of pgvector",
            sql: "SELECT extversion\nFROM pg_extension\nWHERE extname = 'vector';",
        }],
        sources: &[PGVECTOR_CHANGES],
    },
    Explanation {
        id: "connection-lost",
        severity: Severity::Fatal,
        patterns: &[
            "server closed the connection unexpectedly",
            "terminating connection because of crash of another server process",
            "SSL connection has been closed unexpectedly",
        ],
        examples: &[
            "server closed the connection unexpectedly",
            "terminating connection because of crash of another server process",
            "SSL connection has been closed unexpectedly",
        ],
        title: "the connection broke; the build may have ended, or may still run",
        meaning: "The server restarted, or something between it and the client cut the connection: a pooler, a proxy, or a firewall that forgets connections on which nothing is sent for long, as in a build. When only the network broke, the build goes on until the server notices.",
        actions: &[
            "look first whether the build still runs; do not start it twice",
            "read the log of the server and of its kernel: a crash for want of memory is the usual cause",
            "for a cut connection, connect to the server itself and not through a pooler, and set tcp_keepalives_idle to 60",
            "then look for an INVALID index, and build again",
        ],
        checks: &[
            Check {
                why: "builds that run",
                sql: "SELECT pid, relid::regclass, phase\nFROM pg_stat_progress_create_index;",
            },
            INVALID_INDEXES,
        ],
        sources: &[
            "https://www.postgresql.org/docs/current/libpq-connect.html",
            "https://www.postgresql.org/docs/current/progress-reporting.html",
        ],
    },
    Explanation {
        id: "disk-full",
        severity: Severity::Error,
        patterns: &[
            "could not extend file \"{file}\": No space left on device",
            "could not extend file \"{file}\" with FileFallocate(): No space left on device",
            "could not write to file \"{file}\": No space left on device",
        ],
        examples: &[
            "could not extend file \"base/16384/24576\": No space left on device",
            "could not extend file \"base/16384/24576\" with FileFallocate(): No space left on device",
            "could not write to file \"pg_wal/xlogtemp.42\": No space left on device",
        ],
        title: "the disk of the server is full",
        meaning: "There was no room to write {file}. A build needs the size of the index and as much again for WAL, which stays until every replica and replication slot has read it. When WAL itself finds no room, the server stops.",
        actions: &[
            "free or add disk first; never delete files of the server by hand, least of all in pg_wal",
            "look for a replication slot that nobody reads and that holds WAL back",
            "drop the INVALID index of a concurrent build, which keeps the room that it took",
            "compare the disk peak of `hnswkit estimate` with what is free, then build again",
        ],
        checks: &[Check {
            why: "replication slots and the WAL that they hold back",
            sql: "SELECT slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))\nFROM pg_replication_slots;",
        }],
        sources: &["https://www.postgresql.org/docs/current/disk-full.html"],
    },
    Explanation {
        id: "ivfflat-needs-memory",
        severity: Severity::Error,
        patterns: &["memory required is {needed}, maintenance_work_mem is {given#} MB"],
        examples: &["memory required is 70 MB, maintenance_work_mem is 1 MB"],
        title: "an IVFFlat build needs {needed}",
        meaning: "IVFFlat keeps its centers and a sample of the rows in memory and, unlike HNSW, does not begin when they do not fit into maintenance_work_mem, which is {given} MB.",
        actions: &[
            "SET maintenance_work_mem to more than {needed} in the session that builds",
            "or choose fewer lists, or build HNSW, which spills instead",
        ],
        checks: &[MEMORY_IN_FORCE],
        sources: &["https://github.com/pgvector/pgvector#ivfflat"],
    },
    Explanation {
        id: "allocation-too-large",
        severity: Severity::Error,
        patterns: &["invalid memory alloc request size {bytes#}"],
        examples: &["invalid memory alloc request size 1073741824"],
        title: "one allocation above 1 GB was refused",
        meaning: "The server allocates at most 1 GB at once, and {bytes} bytes were asked for. pgvector did so in HNSW builds with much memory before 0.6.0; otherwise it is a sign of damaged data.",
        actions: &[
            "update pgvector to 0.6.0 or later, then build again",
            "if it is newer, read the rows of the table with COPY to find one that is damaged",
        ],
        checks: &[Check {
            why: "the release of pgvector",
            sql: "SELECT extversion\nFROM pg_extension\nWHERE extname = 'vector';",
        }],
        sources: &[PGVECTOR_CHANGES],
    },
];

pub(super) const INVALID_INDEXES: Check = Check {
    why: "indexes that a build has left unfinished",
    sql: "SELECT i.indexrelid::regclass AS index, i.indrelid::regclass AS table, i.indisready, pg_size_pretty(pg_relation_size(i.indexrelid)) AS size\nFROM pg_index AS i\nWHERE NOT i.indisvalid;",
};
