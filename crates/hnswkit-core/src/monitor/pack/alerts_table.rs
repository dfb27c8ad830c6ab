//! The alerts, in the order of the documentation.

use super::{
    Alert,
    Severity::{Critical, Info, Warning},
};

/// Every alert; thresholds are where we would want to be told, and meant to be changed.
pub static ALERTS: &[Alert] = &[
    Alert {
        name: "HnswIndexInvalid",
        severity: Critical,
        expr: "hnsw_index_state_valid == 0 and hnsw_index_state_in_work == 0 and hnsw_index_state_leftover == 0",
        wait: "5m",
        summary: "The HNSW index {{ $labels.indexrelname }} of {{ $labels.relname }} is INVALID",
        description: "No query uses it, and nobody builds it just now: a concurrent build or drop was canceled, ran into a timeout, or lost its connection. Ask the monitor validity for the cure.",
        reason: "Searches read the whole table instead. A finished but INVALID index is also paid for with every write, and CREATE INDEX IF NOT EXISTS takes it for done.",
        runbook: "invalid-index",
    },
    Alert {
        name: "HnswIndexLeftover",
        severity: Warning,
        expr: "hnsw_index_state_leftover == 1",
        wait: "15m",
        summary: "{{ $labels.indexrelname }} on {{ $labels.relname }} is left over from a build",
        description: "REINDEX CONCURRENTLY or a migration ended before it could drop it. Ask the monitor validity for the statement that drops it.",
        reason: "It takes disk, and every write may pay for it, while no query uses it.",
        runbook: "invalid-index",
    },
    Alert {
        name: "HnswIndexUnused",
        severity: Info,
        expr: "increase(hnsw_index_usage_scans_total[7d]) == 0 and increase(hnsw_index_usage_table_writes_total[7d]) > 0 and hnsw_index_usage_scans_total offset 7d >= 0",
        wait: "1h",
        summary: "Nobody has searched by {{ $labels.indexrelname }} for seven days",
        description: "The table is written to, and each row pays for the index. Look at replicas first, which count their own searches; then at the query plan.",
        reason: "An index without searches costs milliseconds a row, disk, cache and hours of vacuum, and serves nobody.",
        runbook: "index-not-used",
    },
    Alert {
        name: "HnswScansStopped",
        severity: Warning,
        expr: "rate(hnsw_index_usage_scans_total[30m]) == 0 and rate(hnsw_index_usage_scans_total[30m] offset 1d) > 0.01",
        wait: "15m",
        summary: "Searches by {{ $labels.indexrelname }} have stopped",
        description: "A day ago at this time there were searches, for half an hour now there is none. Compare the query with the index: operator, expression, direction, LIMIT; look for a deployment.",
        reason: "When the planner turns to another plan, searches go on and read the whole table each.",
        runbook: "index-not-used",
    },
    Alert {
        name: "HnswIndexBloated",
        severity: Warning,
        expr: "hnsw_index_bloat_ratio > 1.5 and hnsw_index_bloat_excess_bytes > 134217728",
        wait: "1h",
        summary: "{{ $labels.indexrelname }} is {{ $value | humanize }} times as large as a new one would be",
        description: "Deletes and updates have let it grow, and VACUUM never shrinks it. REINDEX INDEX CONCURRENTLY gives the difference back; it needs disk for a second index meanwhile.",
        reason: "It takes cache from what is searched, and every VACUUM and backup goes through all of it.",
        runbook: "vacuum-takes-hours",
    },
    Alert {
        name: "HnswIndexLargerThanSharedBuffers",
        severity: Info,
        expr: "hnsw_index_size_bytes > hnsw_index_cache_shared_buffers_bytes",
        wait: "1h",
        summary: "{{ $labels.indexrelname }} is larger than shared_buffers",
        description: "It has {{ $value | humanize1024 }}B. It may still be in the file cache: look at the cache hit ratio and at the times of searches before you buy memory; halfvec halves the vectors.",
        reason: "A search goes from page to page of the whole index; what is not in memory is a read from disk for each step.",
        runbook: "index-not-used",
    },
    Alert {
        name: "HnswCacheHitLow",
        severity: Warning,
        expr: "rate(hnsw_index_cache_blocks_read_total[30m]) / (rate(hnsw_index_cache_blocks_hit_total[30m]) + rate(hnsw_index_cache_blocks_read_total[30m])) > 0.1 and rate(hnsw_index_cache_blocks_read_total[30m]) > 10",
        wait: "30m",
        summary: "{{ $value | humanizePercentage }} of the reads of {{ $labels.indexrelname }} miss shared_buffers",
        description: "Either the index does not fit, or something else pushes it out: a build, a dump, a sequential scan. The monitor cache says how much of it is there.",
        reason: "A search touches hundreds of pages in no order; misses make milliseconds into seconds.",
        runbook: "index-not-used",
    },
    Alert {
        name: "HnswBuildWaits",
        severity: Warning,
        expr: "hnsw_build_wait_blocker_open_seconds{role=\"waited for\"} > 300",
        wait: "5m",
        summary: "The build of {{ $labels.indexrelname }} waits for the session {{ $labels.blocker_pid }}",
        description: "{{ $labels.blocker }} ({{ $labels.application }}) has had a transaction open for {{ $value | humanizeDuration }}. End that transaction, not the build: pg_terminate_backend({{ $labels.blocker_pid }}). The monitor waits shows its query.",
        reason: "The build is done and waits; when a timeout or an impatient operator ends it, an INVALID index is left.",
        runbook: "build-stuck-or-slow",
    },
    Alert {
        name: "HnswBuildStalled",
        severity: Warning,
        expr: "delta(hnsw_build_progress_rows{phase=\"building index: loading tuples\"}[30m]) == 0",
        wait: "5m",
        summary: "The build of an HNSW index on {{ $labels.relname }} has not moved for half an hour",
        description: "The session {{ $labels.pid }} puts rows into the graph, and the number of rows does not rise. Look at its wait events, at the disk, and for a NOTICE that the graph no longer fits into maintenance_work_mem.",
        reason: "A build that spilled slows down with every row; one that hangs holds its lock and its snapshot, so that nothing in the database is vacuumed.",
        runbook: "build-stuck-or-slow",
    },
    Alert {
        name: "HnswVacuumLong",
        severity: Warning,
        expr: "hnsw_vacuum_progress_elapsed_seconds > 7200",
        wait: "5m",
        summary: "VACUUM of {{ $labels.relname }} has been running for {{ $value | humanizeDuration }}",
        description: "Session {{ $labels.pid }}, {{ $labels.started_by }}. It repairs the graph around each dead row; the monitor vacuum-progress says in which phase it is.",
        reason: "VACUUM of an HNSW index costs about as much as a build; while it runs, dead rows pile up and no other maintenance of the table can begin.",
        runbook: "vacuum-takes-hours",
    },
    Alert {
        name: "HnswDeadRows",
        severity: Warning,
        expr: "hnsw_table_vacuum_dead_rows / (hnsw_table_vacuum_dead_rows + hnsw_table_vacuum_live_rows) > 0.2 and hnsw_table_vacuum_dead_rows > 1000",
        wait: "1h",
        summary: "{{ $value | humanizePercentage }} of the rows of {{ $labels.relname }} are dead",
        description: "Autovacuum is off for the table, cannot keep up, or an old transaction holds it back. The monitor vacuum says which.",
        reason: "Dead rows take places among the ef_search candidates: searches return too few rows, and the graph grows.",
        runbook: "too-few-rows",
    },
    Alert {
        name: "HnswReplicaLag",
        severity: Warning,
        expr: "hnsw_replica_replay_lag_seconds > 60",
        wait: "10m",
        summary: "The replica {{ $labels.name }} is {{ $value | humanizeDuration }} behind",
        description: "A build writes its whole index as WAL. A lag during a build falls again afterwards; do not switch over until it has.",
        reason: "Readers of the replica see old rows, and a failover would lose or delay what it has not applied.",
        runbook: "switchover-and-failover",
    },
    Alert {
        name: "HnswSlotRetainsWal",
        severity: Critical,
        expr: "hnsw_replica_retained_bytes > 10737418240 or hnsw_replica_retained_bytes{wal_status=~\"unreserved|lost\"}",
        wait: "10m",
        summary: "The slot {{ $labels.slot_name }} holds {{ $value | humanize1024 }}B of WAL",
        description: "Its reader is gone or slow. Bring it back, or drop the slot before the disk is full; wal_status is {{ $labels.wal_status }}.",
        reason: "WAL that a slot holds is never removed; a build fills the disk with it in minutes, and a full disk stops the server.",
        runbook: "disk-full",
    },
    Alert {
        name: "HnswPgvectorHasKnownFaults",
        severity: Warning,
        expr: "hnsw_extension_info{version=~\"0[.]([0-7][.][0-9]+|8[.][0-3])\"}",
        wait: "1h",
        summary: "pgvector {{ $labels.version }} in {{ $labels.datname }} has faults that are fixed",
        description: "Until 0.8.2 an insert during VACUUM can corrupt an HNSW index, 0.6.0 to 0.8.1 have CVE-2026-3172, and until 0.8.3 VACUUM can fail. Upgrade, then reindex what was vacuumed under inserts.",
        reason: "A damaged graph gives no error: rows are just not found any more.",
        runbook: "upgrade-pgvector",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::METRICS;
    use super::*;
    use crate::domain::{ADVISORIES, PgvectorVersion};

    #[test]
    fn alerts_are_whole() {
        let mut seen = BTreeSet::new();
        for it in ALERTS {
            assert!(seen.insert(it.name), "two alerts are called {}", it.name);
            assert!(it.name.starts_with("Hnsw"), "{}", it.name);
            assert!(!it.summary.ends_with('.') && it.summary.len() < 120, "{}", it.name);
            for text in [it.description, it.reason] {
                assert!(text.ends_with('.'), "{}: {text}", it.name);
            }
            assert!(it.runbook.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'));
        }
    }

    #[test]
    fn the_alert_of_versions_ends_with_the_newest_fix() {
        let newest = ADVISORIES.iter().map(|it| it.fixed).max();
        assert_eq!(
            newest,
            Some(PgvectorVersion::new(0, 8, 4)),
            "change HnswPgvectorHasKnownFaults"
        );
    }

    #[test]
    fn they_look_at_metrics_that_are_collected() {
        for it in ALERTS {
            let names: Vec<_> = it
                .expr
                .split(|it: char| !(it.is_ascii_alphanumeric() || it == '_'))
                .filter(|it| it.starts_with("hnsw_"))
                .collect();
            assert!(!names.is_empty(), "{}", it.name);
            for name in names {
                assert!(METRICS.iter().any(|it| it.name == name), "{}: {name}", it.name);
            }
        }
    }
}
