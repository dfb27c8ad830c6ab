//! The panels of the dashboard: rows of pictures over the metrics.

use super::Unit::{self, Bytes, Count, Flag, Info, Ratio, Seconds};

/// A picture of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panel {
    /// The row that it belongs to.
    pub row: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What to see in it.
    pub about: &'static str,
    /// How it is drawn.
    pub draw: Draw,
    /// What the numbers are.
    pub unit: Unit,
    /// What is drawn.
    pub series: &'static [Series],
}

/// How a panel is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draw {
    /// Lines over time.
    Lines,
    /// The last number, large.
    Number,
    /// The last numbers with their labels.
    Table,
}

/// One query of a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    /// PromQL over [`METRICS`](super::METRICS); `$database` is a pattern of names,
    /// `$__rate_interval` what Grafana puts in.
    pub expr: &'static str,
    /// What a line is called, with names of labels as holes.
    pub legend: &'static str,
}

const fn series(expr: &'static str, legend: &'static str) -> Series {
    Series { expr, legend }
}

const fn lines(
    (row, title, unit): (&'static str, &'static str, Unit),
    about: &'static str,
    series: &'static [Series],
) -> Panel {
    Panel { row, title, about, draw: Draw::Lines, unit, series }
}

const fn number(
    (row, title, unit): (&'static str, &'static str, Unit),
    about: &'static str,
    series: &'static [Series],
) -> Panel {
    Panel { row, title, about, draw: Draw::Number, unit, series }
}

const fn table(
    (row, title, unit): (&'static str, &'static str, Unit),
    about: &'static str,
    series: &'static [Series],
) -> Panel {
    Panel { row, title, about, draw: Draw::Table, unit, series }
}

const INDEX: &str = "{{indexrelname}}";

/// Every panel, in the order of the dashboard; panels of a row stand together.
pub static PANELS: &[Panel] = &[
    number(
        ("State", "Indexes", Count),
        "HNSW indexes of the database.",
        &[series("count(hnsw_index_info{datname=~\"$database\"})", "indexes")],
    ),
    number(
        ("State", "INVALID", Count),
        "Indexes that no query uses and nobody builds. Anything but 0 needs somebody.",
        &[series(
            "sum(hnsw_index_state_valid{datname=~\"$database\"} == bool 0 and hnsw_index_state_in_work == 0)",
            "INVALID",
        )],
    ),
    number(
        ("State", "Leftovers", Count),
        "What REINDEX CONCURRENTLY or a migration has left behind.",
        &[series("sum(hnsw_index_state_leftover{datname=~\"$database\"})", "leftovers")],
    ),
    number(
        ("State", "Size of all", Bytes),
        "All HNSW indexes of the database.",
        &[series("sum(hnsw_index_size_bytes{datname=~\"$database\"})", "size")],
    ),
    table(
        ("State", "Versions", Info),
        "pgvector in each database, and PostgreSQL.",
        &[series("hnsw_extension_info{datname=~\"$database\"}", "")],
    ),
    lines(
        ("State", "Valid", Flag),
        "1 for each index that queries may use.",
        &[series("hnsw_index_state_valid{datname=~\"$database\"}", INDEX)],
    ),
    lines(
        ("Searches", "Searches a second", Count),
        "On this server; a replica counts its own.",
        &[series(
            "rate(hnsw_index_usage_scans_total{datname=~\"$database\"}[$__rate_interval])",
            INDEX,
        )],
    ),
    lines(
        ("Searches", "Rows a search", Count),
        "Rows read from the index by one search. At ef_search, searches may have wanted more.",
        &[series(
            "rate(hnsw_index_usage_rows_read_total{datname=~\"$database\"}[$__rate_interval]) / (rate(hnsw_index_usage_scans_total{datname=~\"$database\"}[$__rate_interval]) > 0)",
            INDEX,
        )],
    ),
    lines(
        ("Searches", "Sequential scans a second", Count),
        "Of tables with HNSW indexes. Rising while searches fall: the planner has changed its mind.",
        &[series(
            "rate(hnsw_index_usage_table_seq_scans_total{datname=~\"$database\"}[$__rate_interval])",
            "{{relname}}",
        )],
    ),
    table(
        ("Searches", "Settings", Info),
        "ef_search, iterative_scan and their limits, and for whom they hold.",
        &[series("hnsw_setting_info{datname=~\"$database\"}", "")],
    ),
    lines(
        ("Size and memory", "Size", Bytes),
        "Each index on disk, and what a new one of the same rows would have.",
        &[
            series("hnsw_index_size_bytes{datname=~\"$database\"}", INDEX),
            series(
                "hnsw_index_bloat_expected_bytes{datname=~\"$database\"}",
                "{{indexrelname}} if it were new",
            ),
        ],
    ),
    lines(
        ("Size and memory", "Bloat", Ratio),
        "Size by the size of a new index. Above 1.5, REINDEX INDEX CONCURRENTLY pays.",
        &[series("hnsw_index_bloat_ratio{datname=~\"$database\"}", INDEX)],
    ),
    lines(
        ("Size and memory", "Cache hits", Ratio),
        "Share of page reads that shared_buffers answers.",
        &[series(
            "rate(hnsw_index_cache_blocks_hit_total{datname=~\"$database\"}[$__rate_interval]) / (rate(hnsw_index_cache_blocks_hit_total{datname=~\"$database\"}[$__rate_interval]) + rate(hnsw_index_cache_blocks_read_total{datname=~\"$database\"}[$__rate_interval]) > 0)",
            INDEX,
        )],
    ),
    lines(
        ("Size and memory", "In shared_buffers", Bytes),
        "Needs pg_buffercache; without it, only the size of shared_buffers is drawn.",
        &[
            series("hnsw_index_cache_buffered_bytes{datname=~\"$database\"} >= 0", INDEX),
            series(
                "max(hnsw_index_cache_shared_buffers_bytes{datname=~\"$database\"})",
                "shared_buffers",
            ),
        ],
    ),
    lines(
        ("Writes and vacuum", "Rows inserted a second", Count),
        "Each of them is also put into every HNSW index of the table.",
        &[series(
            "rate(hnsw_table_insert_rows_total{datname=~\"$database\"}[$__rate_interval])",
            "{{relname}}",
        )],
    ),
    lines(
        ("Writes and vacuum", "Time of an inserted row", Seconds),
        "Of INSERT and COPY statements that name the table; needs pg_stat_statements.",
        &[series(
            "rate(hnsw_table_insert_timed_seconds_total{datname=~\"$database\"}[$__rate_interval]) / (rate(hnsw_table_insert_timed_rows_total{datname=~\"$database\"}[$__rate_interval]) > 0)",
            "{{relname}}",
        )],
    ),
    lines(
        ("Writes and vacuum", "Dead rows", Count),
        "And where autovacuum begins.",
        &[
            series("hnsw_table_vacuum_dead_rows{datname=~\"$database\"}", "{{relname}}"),
            series(
                "hnsw_table_vacuum_autovacuum_at_rows{datname=~\"$database\"}",
                "{{relname}}: autovacuum",
            ),
        ],
    ),
    lines(
        ("Writes and vacuum", "Since the last vacuum", Seconds),
        "Nothing is drawn for a table that never was vacuumed.",
        &[series(
            "time() - hnsw_table_vacuum_last_timestamp_seconds{datname=~\"$database\"}",
            "{{relname}}",
        )],
    ),
    lines(
        ("Writes and vacuum", "Running vacuums", Seconds),
        "How long each has been running.",
        &[series(
            "hnsw_vacuum_progress_elapsed_seconds{datname=~\"$database\"}",
            "{{relname}} ({{started_by}})",
        )],
    ),
    lines(
        ("Builds", "Progress", Ratio),
        "Share of the rows in the graph. It stands at 1 while the build validates and waits.",
        &[series("hnsw_build_progress_ratio{datname=~\"$database\"}", "{{relname}}: {{phase}}")],
    ),
    lines(
        ("Builds", "Time left", Seconds),
        "Too short for a build that spills.",
        &[series(
            "hnsw_build_progress_remaining_seconds{datname=~\"$database\"} >= 0",
            "{{relname}}",
        )],
    ),
    table(
        ("Builds", "Whom builds wait for", Seconds),
        "Open transactions, and for how long. End these rather than the build.",
        &[series("hnsw_build_wait_blocker_open_seconds{datname=~\"$database\"}", "")],
    ),
    lines(
        ("WAL and replicas", "WAL a second", Bytes),
        "Of the whole server; a build writes about 0.8 of its index.",
        &[series("rate(hnsw_wal_bytes_total[$__rate_interval])", "WAL")],
    ),
    lines(
        ("WAL and replicas", "Replicas behind", Bytes),
        "WAL that is not applied yet.",
        &[series("hnsw_replica_replay_lag_bytes >= 0", "{{name}}")],
    ),
    lines(
        ("WAL and replicas", "Held by slots", Bytes),
        "WAL that cannot be removed.",
        &[series("hnsw_replica_retained_bytes >= 0", "{{slot_name}}")],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{ALERTS, METRICS};
    use super::*;

    fn names(expr: &str) -> impl Iterator<Item = &str> {
        expr.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_'))
            .filter(|it| it.starts_with("hnsw_"))
    }

    #[test]
    fn panels_draw_metrics_that_are_collected() {
        let mut titles = BTreeSet::new();
        for it in PANELS {
            assert!(titles.insert(it.title), "two panels are called {}", it.title);
            assert!(it.about.ends_with('.'), "{}", it.title);
            for name in it.series.iter().flat_map(|it| names(it.expr)) {
                assert!(METRICS.iter().any(|it| it.name == name), "{}: {name}", it.title);
            }
        }
    }

    #[test]
    fn rows_stand_together() {
        let mut rows: Vec<_> = PANELS.iter().map(|it| it.row).collect();
        rows.dedup();
        let n_rows = rows.len();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), n_rows);
    }

    /// What is collected is looked at, but for what only people ask for.
    #[test]
    fn nearly_every_metric_is_drawn_or_judged() {
        let used: BTreeSet<_> = PANELS
            .iter()
            .flat_map(|it| it.series.iter().map(|it| it.expr))
            .chain(ALERTS.iter().map(|it| it.expr))
            .flat_map(names)
            .collect();
        assert!(METRICS.len() < 2 * used.len(), "{used:?}");
    }
}
