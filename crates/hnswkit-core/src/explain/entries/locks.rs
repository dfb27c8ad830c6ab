//! Locks, timeouts and cancellation.

use super::{CLIENT_SETTINGS, CONCURRENTLY, LOCKING, memory::INVALID_INDEXES};
use crate::explain::{Check, Explanation, Severity};

const OLD_TRANSACTIONS: Check = Check {
    why: "the transactions that a concurrent build waits for, oldest first",
    sql: "SELECT pid, state, xact_start, left(query, 60) AS query\nFROM pg_stat_activity\nWHERE backend_xmin IS NOT NULL OR backend_xid IS NOT NULL\nORDER BY xact_start;",
};

const BLOCKERS: Check = Check {
    why: "who waits for whom",
    sql: "SELECT pid, pg_blocking_pids(pid) AS blocked_by, left(query, 60) AS query\nFROM pg_stat_activity\nWHERE 0 < cardinality(pg_blocking_pids(pid));",
};

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "statement-timeout",
        severity: Severity::Error,
        patterns: &["canceling statement due to statement timeout"],
        examples: &["canceling statement due to statement timeout"],
        title: "the statement took longer than statement_timeout",
        meaning: "The limit is set for the session, its role, its database, or by a platform such as the SQL editor of Supabase. A build takes minutes to hours and needs none. A concurrent build leaves an INVALID index behind; if it was waiting for old snapshots, one of full size that every write pays for and no query uses.",
        actions: &[
            "SET statement_timeout = 0 in the session that builds, on a connection to the server itself",
            "drop the INVALID index with DROP INDEX CONCURRENTLY, or run the migration of hnswkit again, which does it",
        ],
        checks: &[
            Check {
                why: "the limit, and where it comes from",
                sql: "SELECT setting, unit, source\nFROM pg_settings\nWHERE name = 'statement_timeout';",
            },
            INVALID_INDEXES,
        ],
        sources: &[CLIENT_SETTINGS, CONCURRENTLY],
    },
    Explanation {
        id: "lock-timeout",
        severity: Severity::Error,
        patterns: &["canceling statement due to lock timeout"],
        examples: &["canceling statement due to lock timeout"],
        title: "the statement waited for a lock longer than lock_timeout",
        meaning: "Another transaction holds what the statement needs. For a concurrent build the limit counts also while it waits, at its end, for every older transaction of the whole database, on whatever tables; when it strikes there, an INVALID index of full size is left, which every write pays for and no query uses.",
        actions: &[
            "find the transaction that is in the way, and wait for it or end it",
            "for a concurrent build SET lock_timeout = 0; for the short statements around it keep it at a few seconds and try again",
            "drop an INVALID index that was left, or run the migration of hnswkit again, which does it",
        ],
        checks: &[OLD_TRANSACTIONS, BLOCKERS, INVALID_INDEXES],
        sources: &[CLIENT_SETTINGS, CONCURRENTLY],
    },
    Explanation {
        id: "canceled-by-user",
        severity: Severity::Error,
        patterns: &["canceling statement due to user request"],
        examples: &["canceling statement due to user request"],
        title: "somebody canceled the statement",
        meaning: "A person pressed Ctrl-C, a program called pg_cancel_backend, or a driver did so at the end of its own time limit. A concurrent build leaves an INVALID index behind; a plain one leaves nothing.",
        actions: &[
            "look for a time limit of the driver, the migration tool or the deployment",
            "drop the INVALID index, or run the migration of hnswkit again, which does it",
        ],
        checks: &[INVALID_INDEXES],
        sources: &[CONCURRENTLY],
    },
    Explanation {
        id: "deadlock",
        severity: Severity::Error,
        patterns: &["deadlock detected"],
        examples: &["deadlock detected"],
        title: "two sessions waited for each other, and this one was ended",
        meaning: "Two concurrent builds on the same table always end so: each waits for the other to finish. It happens when two instances of a program start at once and both migrate. The one that was ended can leave an INVALID index.",
        actions: &[
            "let one process alone run migrations, or take an advisory lock around them",
            "build the indexes of a table one after the other",
            "drop the INVALID index, and build again",
        ],
        checks: &[
            Check {
                why: "builds that run",
                sql: "SELECT pid, relid::regclass, phase\nFROM pg_stat_progress_create_index;",
            },
            INVALID_INDEXES,
        ],
        sources: &[
            "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS",
        ],
    },
    Explanation {
        id: "still-waiting",
        severity: Severity::Log,
        patterns: &["process {pid#} still waiting for {mode} on {what} after {time} ms"],
        examples: &[
            "process 4711 still waiting for ShareLock on virtual transaction 5/27 after 1000.073 ms",
        ],
        title: "process {pid} waits for {mode} on {what}",
        meaning: "The wait has lasted longer than deadlock_timeout. In a concurrent build, a wait for a virtual transaction is a wait for a transaction that began before it; the build goes on when that one ends.",
        actions: &[
            "find the transaction that is in the way; a session that is idle in transaction for hours was forgotten",
            "wait for it, or end it with pg_terminate_backend",
        ],
        checks: &[OLD_TRANSACTIONS, BLOCKERS],
        sources: &[LOCKING],
    },
    Explanation {
        id: "lock-not-available",
        severity: Severity::Error,
        patterns: &["could not obtain lock on relation \"{name}\""],
        examples: &["could not obtain lock on relation \"messages\""],
        title: "somebody else has a lock on {name}",
        meaning: "The statement said NOWAIT, or would have waited for longer than it may.",
        actions: &["find who holds the lock; try again when it is free"],
        checks: &[BLOCKERS],
        sources: &[LOCKING],
    },
    Explanation {
        id: "canceled-on-replica",
        severity: Severity::Error,
        patterns: &[
            "canceling statement due to conflict with recovery",
            "terminating connection due to conflict with recovery",
        ],
        examples: &[
            "canceling statement due to conflict with recovery",
            "terminating connection due to conflict with recovery",
        ],
        title: "a query on a replica was in the way of replication",
        meaning: "The replica had to remove rows, or to apply an exclusive lock of the primary such as that of DROP INDEX, while a query still used them.",
        actions: &[
            "run the query again",
            "on the primary use DROP INDEX CONCURRENTLY; on the replica raise max_standby_streaming_delay, or switch hot_standby_feedback on",
        ],
        checks: &[],
        sources: &["https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT"],
    },
    Explanation {
        id: "session-terminated",
        severity: Severity::Fatal,
        patterns: &["terminating connection due to administrator command"],
        examples: &["terminating connection due to administrator command"],
        title: "the session was ended from outside",
        meaning: "Somebody called pg_terminate_backend, or the server was stopped or restarted: for a failover, an update, or a maintenance window. A concurrent build leaves an INVALID index behind.",
        actions: &[
            "ask the platform for its events at that time",
            "drop the INVALID index, or run the migration of hnswkit again, which does it",
        ],
        checks: &[INVALID_INDEXES],
        sources: &[CONCURRENTLY],
    },
    Explanation {
        id: "session-timeout",
        severity: Severity::Fatal,
        patterns: &[
            "terminating connection due to idle-in-transaction timeout",
            "terminating connection due to transaction timeout",
            "terminating connection due to idle-session timeout",
        ],
        examples: &[
            "terminating connection due to idle-in-transaction timeout",
            "terminating connection due to transaction timeout",
            "terminating connection due to idle-session timeout",
        ],
        title: "the session was ended by a time limit",
        meaning: "A transaction stayed open without doing anything, or was open for longer than transaction_timeout, which counts also for a build, or the session did nothing at all.",
        actions: &[
            "do not hold a transaction open while something else is done",
            "for a build SET transaction_timeout = 0, in PostgreSQL 17 and later",
        ],
        checks: &[Check {
            why: "the limits, and where they come from",
            sql: "SELECT name, setting, unit, source\nFROM pg_settings\nWHERE name LIKE '%timeout';",
        }],
        sources: &[CLIENT_SETTINGS],
    },
    Explanation {
        id: "lock-table-full",
        severity: Severity::Error,
        patterns: &["out of shared memory"],
        examples: &["out of shared memory"],
        title: "a transaction has locked more tables and indexes than there is room for",
        meaning: "The table of locks is shared by all sessions, and it is full. A query on a partitioned table locks every partition and every index on each; thousands of partial indexes, one for each customer, come to the same.",
        actions: &[
            "raise max_locks_per_transaction, which needs a restart",
            "have fewer partitions or partial indexes, or name the partition in the query",
        ],
        checks: &[Check {
            why: "the room that there is, and the locks that are held",
            sql: "SELECT current_setting('max_locks_per_transaction')::int * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int) AS room, count(*) AS held\nFROM pg_locks;",
        }],
        sources: &["https://www.postgresql.org/docs/current/runtime-config-locks.html"],
    },
];
