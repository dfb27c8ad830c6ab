//! The metrics: one entry a number.

use super::{
    Kind::{self, Counter, Gauge},
    Metric,
    Read::{self, Flag, Interval, Milliseconds, Number, One, Percent, Present, Time},
    Unit::{self, Bytes, Count, Info, Ratio, Seconds, Timestamp},
};

const fn metric(
    name: &'static str,
    (kind, unit): (Kind, Unit),
    (monitor, column, read): (&'static str, &'static str, Read),
    help: &'static str,
) -> Metric {
    Metric { name, kind, unit, help, monitor, column, read }
}

/// Every metric: its name, how it moves and what it counts, the question and the column that it
/// comes from, and what it says.
pub static METRICS: &[Metric] = &[
    metric(
        "hnsw_index_info",
        (Gauge, Info),
        ("definitions", "m", One),
        "An HNSW index, with its operator class and parameters",
    ),
    metric(
        "hnsw_index_state_valid",
        (Gauge, Unit::Flag),
        ("validity", "valid", Flag),
        "Whether queries may use the index",
    ),
    metric(
        "hnsw_index_state_ready",
        (Gauge, Unit::Flag),
        ("validity", "ready", Flag),
        "Whether writes go into the index",
    ),
    metric(
        "hnsw_index_state_in_work",
        (Gauge, Unit::Flag),
        ("validity", "in_work", Flag),
        "Whether somebody builds or drops the index just now",
    ),
    metric(
        "hnsw_index_state_leftover",
        (Gauge, Unit::Flag),
        ("validity", "leftover", Present),
        "Whether the index is INVALID and left over from REINDEX CONCURRENTLY or a migration",
    ),
    metric(
        "hnsw_index_usage_scans_total",
        (Counter, Count),
        ("usage", "idx_scan", Number),
        "Searches by the index on this server",
    ),
    metric(
        "hnsw_index_usage_rows_read_total",
        (Counter, Count),
        ("usage", "idx_tup_read", Number),
        "Rows that searches have read from the index",
    ),
    metric(
        "hnsw_index_usage_last_scan_timestamp_seconds",
        (Gauge, Timestamp),
        ("usage", "last_idx_scan", Time),
        "When the index was last searched; PostgreSQL 16",
    ),
    metric(
        "hnsw_index_usage_table_seq_scans_total",
        (Counter, Count),
        ("usage", "table_seq_scan", Number),
        "Sequential scans of the index's table",
    ),
    metric(
        "hnsw_index_usage_table_writes_total",
        (Counter, Count),
        ("usage", "writes", Number),
        "Rows of the table that were written so that its indexes got an entry",
    ),
    metric(
        "hnsw_index_size_bytes",
        (Gauge, Bytes),
        ("size", "index_bytes", Number),
        "Size of the index on disk",
    ),
    metric(
        "hnsw_index_size_rows",
        (Gauge, Count),
        ("size", "rows", Number),
        "Rows of the index, as the last build, VACUUM or ANALYZE has counted them",
    ),
    metric(
        "hnsw_index_size_table_bytes",
        (Gauge, Bytes),
        ("size", "table_bytes", Number),
        "Size of the index's table with TOAST, without indexes",
    ),
    metric(
        "hnsw_index_bloat_expected_bytes",
        (Gauge, Bytes),
        ("bloat", "expected_bytes", Number),
        "Size that a new index of the same rows would have",
    ),
    metric(
        "hnsw_index_bloat_excess_bytes",
        (Gauge, Bytes),
        ("bloat", "excess_bytes", Number),
        "Bytes above that, which REINDEX gives back",
    ),
    metric(
        "hnsw_index_bloat_ratio",
        (Gauge, Ratio),
        ("bloat", "ratio", Number),
        "Size of the index by the size that a new one would have",
    ),
    metric(
        "hnsw_index_cache_blocks_hit_total",
        (Counter, Count),
        ("cache", "blocks_hit", Number),
        "Pages of the index that were found in shared_buffers",
    ),
    metric(
        "hnsw_index_cache_blocks_read_total",
        (Counter, Count),
        ("cache", "blocks_read", Number),
        "Pages of the index that were read from the file cache or from disk",
    ),
    metric(
        "hnsw_index_cache_buffered_bytes",
        (Gauge, Bytes),
        ("cache", "buffered_bytes", Number),
        "Bytes of the index in shared_buffers; needs pg_buffercache",
    ),
    metric(
        "hnsw_index_cache_shared_buffers_bytes",
        (Gauge, Bytes),
        ("cache", "shared_buffers_bytes", Number),
        "Size of shared_buffers",
    ),
    metric(
        "hnsw_table_insert_rows_total",
        (Counter, Count),
        ("inserts", "rows_inserted", Number),
        "Rows that were inserted into the table",
    ),
    metric(
        "hnsw_table_insert_timed_rows_total",
        (Counter, Count),
        ("inserts", "rows_timed", Number),
        "Rows of INSERT and COPY statements that were timed; needs pg_stat_statements",
    ),
    metric(
        "hnsw_table_insert_timed_seconds_total",
        (Counter, Seconds),
        ("inserts", "ms_total", Milliseconds),
        "Time of these statements; needs pg_stat_statements",
    ),
    metric(
        "hnsw_table_insert_wal_bytes_total",
        (Counter, Bytes),
        ("inserts", "wal_bytes_total", Number),
        "WAL of these statements; needs pg_stat_statements",
    ),
    metric(
        "hnsw_table_vacuum_live_rows",
        (Gauge, Count),
        ("vacuum", "live_rows", Number),
        "Live rows of the table, estimated",
    ),
    metric(
        "hnsw_table_vacuum_dead_rows",
        (Gauge, Count),
        ("vacuum", "dead_rows", Number),
        "Dead rows of the table, estimated",
    ),
    metric(
        "hnsw_table_vacuum_autovacuum_at_rows",
        (Gauge, Count),
        ("vacuum", "autovacuum_at", Number),
        "Dead rows at which autovacuum begins",
    ),
    metric(
        "hnsw_table_vacuum_enabled",
        (Gauge, Unit::Flag),
        ("vacuum", "autovacuum", Flag),
        "Whether autovacuum is on for the table",
    ),
    metric(
        "hnsw_table_vacuum_last_timestamp_seconds",
        (Gauge, Timestamp),
        ("vacuum", "vacuumed", Time),
        "When the table was last vacuumed",
    ),
    metric(
        "hnsw_table_vacuum_runs_total",
        (Counter, Count),
        ("vacuum", "vacuums", Number),
        "Vacuums of the table, manual and automatic",
    ),
    metric(
        "hnsw_vacuum_progress_elapsed_seconds",
        (Gauge, Seconds),
        ("vacuum-progress", "elapsed", Interval),
        "How long a VACUUM of a table with HNSW indexes has been running",
    ),
    metric(
        "hnsw_vacuum_progress_in_indexes",
        (Gauge, Unit::Flag),
        ("vacuum-progress", "in_indexes", Flag),
        "Whether it is vacuuming indexes",
    ),
    metric(
        "hnsw_vacuum_progress_heap_ratio",
        (Gauge, Ratio),
        ("vacuum-progress", "heap_percent", Percent),
        "Share of the table that it has scanned",
    ),
    metric(
        "hnsw_vacuum_progress_index_passes",
        (Gauge, Count),
        ("vacuum-progress", "index_passes", Number),
        "How often it has gone through all indexes",
    ),
    metric(
        "hnsw_vacuum_progress_dead_rows",
        (Gauge, Count),
        ("vacuum-progress", "dead_rows", Number),
        "Dead rows that it has collected for the indexes",
    ),
    metric(
        "hnsw_build_progress_ratio",
        (Gauge, Ratio),
        ("progress", "percent", Percent),
        "Share of the rows that a build has put into the graph",
    ),
    metric(
        "hnsw_build_progress_elapsed_seconds",
        (Gauge, Seconds),
        ("progress", "elapsed", Interval),
        "How long a build has been running",
    ),
    metric(
        "hnsw_build_progress_remaining_seconds",
        (Gauge, Seconds),
        ("progress", "eta", Interval),
        "Time that a build still needs, if it does not spill or wait",
    ),
    metric(
        "hnsw_build_progress_rows",
        (Gauge, Count),
        ("progress", "rows_done", Number),
        "Rows that a build has put into the graph",
    ),
    metric(
        "hnsw_build_wait_blocker_open_seconds",
        (Gauge, Seconds),
        ("waits", "open_for", Interval),
        "How long a transaction has been open that a build waits for",
    ),
    metric(
        "hnsw_build_wait_elapsed_seconds",
        (Gauge, Seconds),
        ("waits", "build_elapsed", Interval),
        "How long the waiting build has been running",
    ),
    metric(
        "hnsw_wal_bytes_total",
        (Counter, Bytes),
        ("wal", "wal_bytes", Number),
        "WAL that the server has written",
    ),
    metric(
        "hnsw_wal_full_page_images_total",
        (Counter, Count),
        ("wal", "full_page_images", Number),
        "Full pages in it",
    ),
    metric(
        "hnsw_wal_max_bytes",
        (Gauge, Bytes),
        ("wal", "max_wal_bytes", Number),
        "What max_wal_size is set to",
    ),
    metric(
        "hnsw_replica_connected",
        (Gauge, Unit::Flag),
        ("replicas", "pid", Present),
        "Whether the replica, or the reader of the slot, is connected",
    ),
    metric(
        "hnsw_replica_replay_lag_bytes",
        (Gauge, Bytes),
        ("replicas", "replay_lag_bytes", Number),
        "WAL that the replica has not applied",
    ),
    metric(
        "hnsw_replica_replay_lag_seconds",
        (Gauge, Seconds),
        ("replicas", "replay_lag_seconds", Number),
        "How far the replica is behind in time",
    ),
    metric(
        "hnsw_replica_retained_bytes",
        (Gauge, Bytes),
        ("replicas", "retained_bytes", Number),
        "WAL that the slot keeps from being removed",
    ),
    metric(
        "hnsw_replica_until_lost_bytes",
        (Gauge, Bytes),
        ("replicas", "bytes_until_lost", Number),
        "WAL that may still be written until the slot is lost; only with max_slot_wal_keep_size",
    ),
    metric(
        "hnsw_setting_info",
        (Gauge, Info),
        ("settings", "rank", One),
        "A setting of searches, its value, and for whom it holds",
    ),
    metric(
        "hnsw_extension_info",
        (Gauge, Info),
        ("versions", "installed", One),
        "The version of pgvector in the database, and that of PostgreSQL",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::SOURCES;
    use super::*;

    #[test]
    fn every_metric_begins_as_its_source_does() {
        let mut seen = BTreeSet::new();
        for it in METRICS {
            assert!(seen.insert(it.name), "two metrics are called {}", it.name);
            let source = it.source().unwrap();
            assert_eq!(format!("{}_{}", source.prefix, it.suffix()), it.name);
            assert!(source.question().is_some(), "{}", it.name);
            assert!(!it.help.ends_with('.') && !it.help.is_empty(), "{}", it.name);
        }
        let mut prefixes = BTreeMap::new();
        for it in SOURCES {
            assert!(it.metrics().next().is_some(), "{}", it.monitor);
            let other = prefixes.insert(it.prefix, it.monitor);
            assert_eq!(other, None, "{} has the prefix of another", it.monitor);
        }
    }

    #[test]
    fn names_say_kind_and_unit() {
        for it in METRICS {
            let base = it.name.strip_suffix("_total");
            assert_eq!(base.is_some(), it.kind == Counter, "{}", it.name);
            let base = base.unwrap_or(it.name);
            let unit = match it.unit {
                Bytes => "_bytes",
                Seconds => "_seconds",
                Timestamp => "_timestamp_seconds",
                Ratio => "_ratio",
                Info => "_info",
                Unit::Flag | Count => "",
            };
            assert!(base.ends_with(unit), "{}", it.name);
        }
    }
}
