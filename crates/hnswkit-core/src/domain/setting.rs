//! Settings that matter to HNSW and have no plain range: pgvector's words, PostgreSQL's memory,
//! workers and timeouts. Those with a range of whole numbers are in [`PARAMETERS`](super::PARAMETERS).

use super::PgvectorVersion;

/// A setting, and what it does to an HNSW index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The name as PostgreSQL spells it.
    pub name: &'static str,
    /// One sentence on what it does.
    pub summary: &'static str,
    /// What it can be.
    pub values: &'static str,
    /// Its value when nobody sets it.
    pub default: &'static str,
    /// The first pgvector that has it; nothing for those of PostgreSQL.
    pub since: Option<PgvectorVersion>,
    /// Where it is documented.
    pub source: &'static str,
}

macro_rules! settings {
    ($($name:literal: $values:literal, default $default:literal, $since:expr, $source:literal, $summary:literal;)+) => {
        /// Every setting, in the order of the documentation.
        pub static SETTINGS: &[Setting] = &[$(Setting {
            name: $name,
            summary: $summary,
            values: $values,
            default: $default,
            since: $since,
            source: $source,
        }),+];
    };
}

settings! {
    "hnsw.iterative_scan": "`off`, `strict_order` or `relaxed_order`", default "off", Some(PgvectorVersion::new(0, 8, 0)),
        "https://github.com/pgvector/pgvector#iterative-index-scans",
        "Whether a scan goes on when a filter has left too few rows: with rows in the exact order, or in about the order of their distances.";
    "maintenance_work_mem": "a size", default "64MB", None,
        "https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAINTENANCE-WORK-MEM",
        "The memory in which a build keeps the graph; what does not fit is inserted page by page, which takes several times as long.";
    "max_parallel_maintenance_workers": "a whole number", default "2", None,
        "https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAX-PARALLEL-MAINTENANCE-WORKERS",
        "The workers that may help a build; all of them are launched when a build is parallel at all.";
    "max_parallel_workers": "a whole number", default "8", None,
        "https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAX-PARALLEL-WORKERS",
        "The parallel workers of the whole server at a time; a build gets those that are free.";
    "min_parallel_table_scan_size": "a size", default "8MB", None,
        "https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-MIN-PARALLEL-TABLE-SCAN-SIZE",
        "A table whose main part is smaller is built serially; vectors that are stored in TOAST do not count.";
    "work_mem": "a size", default "4MB", None,
        "https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM",
        "With `hnsw.scan_mem_multiplier`, the memory of an iterative scan.";
    "lock_timeout": "a time; 0 waits for ever", default "0", None,
        "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT",
        "How long a statement waits for a lock. It also ends the wait for older snapshots at the end of a concurrent build, which leaves an INVALID index.";
    "statement_timeout": "a time; 0 is no limit", default "0", None,
        "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT",
        "How long a statement may take; a build that it ends leaves an INVALID index when it was concurrent.";
    "idle_in_transaction_session_timeout": "a time; 0 is no limit", default "0", None,
        "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT",
        "Ends sessions that hold a transaction open and do nothing; a concurrent build waits for such transactions.";
}
