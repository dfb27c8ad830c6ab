//! The server, its replicas and its connections.

use super::{RESOURCE_SETTINGS, memory::INVALID_INDEXES};
use crate::explain::{Check, Explanation, Severity};

const WAL_SETTINGS: &str = "https://www.postgresql.org/docs/current/wal-configuration.html";
const CONNECTIONS: &str = "https://www.postgresql.org/docs/current/runtime-config-connection.html";
const REPLICATION: &str =
    "https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS";

const BUILDS: Check = Check {
    why: "builds that run",
    sql: "SELECT pid, relid::regclass, phase\nFROM pg_stat_progress_create_index;",
};

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "server-not-ready",
        severity: Severity::Fatal,
        patterns: &[
            "the database system is starting up",
            "the database system is shutting down",
            "the database system is in recovery mode",
            "the database system is not yet accepting connections",
        ],
        examples: &[
            "the database system is starting up",
            "the database system is shutting down",
            "the database system is in recovery mode",
            "the database system is not yet accepting connections",
        ],
        title: "the server starts, stops or recovers, and takes no connections meanwhile",
        meaning: "In recovery mode it has just lost a process and starts anew: all sessions have ended, and with them a build. With much WAL to read, as after a build, a start can take minutes.",
        actions: &[
            "wait, and connect again; do not kill the server, or the recovery begins anew",
            "recovery mode: find in the log of the server which process was terminated, and by what",
            "then look for INVALID indexes, drop them, and build again",
        ],
        checks: &[INVALID_INDEXES],
        sources: &["https://www.postgresql.org/docs/current/server-start.html"],
    },
    Explanation {
        id: "connection-refused",
        severity: Severity::Error,
        patterns: &["failed: Connection refused", "connect ECONNREFUSED {address}"],
        examples: &["failed: Connection refused", "connect ECONNREFUSED 127.0.0.1:5432"],
        title: "nothing listens at this address and port",
        meaning: "The server does not run, or listens elsewhere. When it answered a moment ago it has stopped: by its administrator, for want of disk for WAL, or because it could not recover.",
        actions: &[
            "look whether the server runs, and read the end of its log",
            "compare host and port; in a container, localhost is the container itself",
        ],
        checks: &[],
        sources: &[CONNECTIONS],
    },
    Explanation {
        id: "too-many-connections",
        severity: Severity::Fatal,
        patterns: &[
            "sorry, too many clients already",
            "remaining connection slots are reserved for non-replication superuser connections",
            "remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "remaining connection slots are reserved for roles with privileges of the \"pg_use_reserved_connections\" role",
        ],
        examples: &[
            "sorry, too many clients already",
            "remaining connection slots are reserved for non-replication superuser connections",
            "remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "remaining connection slots are reserved for roles with privileges of the \"pg_use_reserved_connections\" role",
        ],
        title: "the server has no connection left",
        meaning: "max_connections sessions are open. Sessions that wait for a lock pile up so: behind a build without CONCURRENTLY, or behind a DROP INDEX that waits for one long query.",
        actions: &[
            "find what the others wait for, and end that",
            "a migration needs one or two connections: take them from the application's pool, or let it use the administrator's role",
            "max_connections needs a restart, and memory; a pooler before the server serves more clients",
        ],
        checks: &[Check {
            why: "sessions by state and by what they wait for",
            sql: "SELECT state, wait_event_type, count(*)\nFROM pg_stat_activity\nWHERE backend_type = 'client backend'\nGROUP BY 1, 2\nORDER BY 3 DESC;",
        }],
        sources: &[CONNECTIONS],
    },
    Explanation {
        id: "client-gone",
        severity: Severity::Log,
        patterns: &["unexpected EOF on client connection with an open transaction"],
        examples: &["unexpected EOF on client connection with an open transaction"],
        title: "a client went away in the middle of a transaction",
        meaning: "The program ended or was killed, or its connection was cut. Its transaction was rolled back. A build that was running went on until the server had something to send, so it may still run.",
        actions: &[
            "look whether a build still runs before you start it again",
            "then look for an INVALID index",
        ],
        checks: &[BUILDS, INVALID_INDEXES],
        sources: &[CONNECTIONS],
    },
    Explanation {
        id: "frequent-checkpoints",
        severity: Severity::Log,
        patterns: &["checkpoints are occurring too frequently ({interval} apart)"],
        examples: &["checkpoints are occurring too frequently (9 seconds apart)"],
        title: "a build or a load fills max_wal_size again after {interval}",
        meaning: "Each checkpoint makes the first change of every page write the whole page to WAL again. A build writes its index to WAL at its end, and one that has spilled writes the same pages over and over.",
        actions: &[
            "raise max_wal_size to a few times what the build writes (`hnswkit estimate`), as far as the disk has room; it needs a reload only",
            "give the build enough maintenance_work_mem, so that it does not spill",
        ],
        checks: &[Check {
            why: "the settings that decide",
            sql: "SELECT name, setting, unit\nFROM pg_settings\nWHERE name IN ('max_wal_size', 'checkpoint_timeout', 'checkpoint_warning');",
        }],
        sources: &[WAL_SETTINGS],
    },
    Explanation {
        id: "replica-fell-behind",
        severity: Severity::Error,
        patterns: &["requested WAL segment {segment} has already been removed"],
        examples: &["requested WAL segment 000000010000000000000003 has already been removed"],
        title: "a replica needs WAL that the primary no longer has",
        meaning: "A build writes as much WAL as the index has bytes, at once. A replica that was away or slow meanwhile asks for the file {segment}, which the primary has recycled. Such a replica does not catch up by itself.",
        actions: &[
            "if there is an archive of WAL, let the replica read it by restore_command; otherwise make the replica anew with pg_basebackup",
            "before the next build, give the replica a replication slot, or raise wal_keep_size to the WAL of the build (`hnswkit estimate`)",
        ],
        checks: &[Check {
            why: "replicas, and how far they are behind (ask the primary)",
            sql: "SELECT application_name, state, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)) AS behind\nFROM pg_stat_replication;",
        }],
        sources: &[REPLICATION],
    },
    Explanation {
        id: "huge-pages-missing",
        severity: Severity::Fatal,
        patterns: &["could not map anonymous shared memory: Cannot allocate memory"],
        examples: &["could not map anonymous shared memory: Cannot allocate memory"],
        title: "the server does not start: its shared memory is not to be had",
        meaning: "shared_buffers and what goes with them exceed what the machine or the container may give; or huge_pages is on, and the kernel keeps fewer huge pages than that.",
        actions: &[
            "with huge_pages = on: set vm.nr_hugepages to what `postgres -C shared_memory_size_in_huge_pages` says, or huge_pages = try",
            "otherwise lower shared_buffers or max_connections; maintenance_work_mem has no part in it",
        ],
        checks: &[],
        sources: &[
            "https://www.postgresql.org/docs/current/kernel-resources.html#LINUX-HUGE-PAGES",
            RESOURCE_SETTINGS,
        ],
    },
];
