//! Where metrics come from: a question, and what its rows are labeled with.

use super::{METRICS, Metric};
use crate::monitor::{MONITORS, Monitor};

/// A question whose answer is collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The question.
    pub monitor: &'static str,
    /// How the names of its metrics begin.
    pub prefix: &'static str,
    /// What tells its rows apart.
    pub labels: &'static [Label],
    /// How often it is worth asking, in seconds.
    pub every: u32,
}

/// A label of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Its name, which is that of `prometheus-postgres-exporter` where that has one.
    pub name: &'static str,
    /// The column of the answer; none for the name of the database.
    pub column: Option<&'static str>,
}

const DATABASE: Label = Label { name: "datname", column: None };
const SCHEMA: Label = of("schemaname", "schema");
const TABLE: Label = of("relname", "table");
const INDEX: Label = of("indexrelname", "index");
const PID: Label = of("pid", "pid");

const fn of(name: &'static str, column: &'static str) -> Label {
    Label { name, column: Some(column) }
}

const OF_INDEX: &[Label] = &[DATABASE, SCHEMA, TABLE, INDEX];
const OF_TABLE: &[Label] = &[DATABASE, SCHEMA, TABLE];

/// Every question whose answer is collected, in the order of the documentation.
pub static SOURCES: &[Source] = &[
    Source {
        monitor: "definitions",
        prefix: "hnsw_index",
        labels: &[
            DATABASE,
            SCHEMA,
            TABLE,
            INDEX,
            of("operator_class", "operator_class"),
            of("m", "m"),
            of("ef_construction", "ef_construction"),
        ],
        every: 300,
    },
    Source { monitor: "validity", prefix: "hnsw_index_state", labels: OF_INDEX, every: 60 },
    Source { monitor: "usage", prefix: "hnsw_index_usage", labels: OF_INDEX, every: 60 },
    Source { monitor: "size", prefix: "hnsw_index_size", labels: OF_INDEX, every: 300 },
    Source { monitor: "bloat", prefix: "hnsw_index_bloat", labels: OF_INDEX, every: 900 },
    Source { monitor: "cache", prefix: "hnsw_index_cache", labels: OF_INDEX, every: 60 },
    Source { monitor: "inserts", prefix: "hnsw_table_insert", labels: OF_TABLE, every: 60 },
    Source { monitor: "vacuum", prefix: "hnsw_table_vacuum", labels: OF_TABLE, every: 60 },
    Source {
        monitor: "vacuum-progress",
        prefix: "hnsw_vacuum_progress",
        labels: &[DATABASE, SCHEMA, TABLE, PID, of("started_by", "started_by")],
        every: 60,
    },
    Source {
        monitor: "progress",
        prefix: "hnsw_build_progress",
        labels: &[DATABASE, SCHEMA, TABLE, INDEX, PID, of("phase", "phase")],
        every: 15,
    },
    Source {
        monitor: "waits",
        prefix: "hnsw_build_wait",
        labels: &[
            DATABASE,
            SCHEMA,
            TABLE,
            INDEX,
            PID,
            of("blocker_pid", "blocker_pid"),
            of("blocker", "blocker"),
            of("application", "application"),
            of("role", "role"),
        ],
        every: 15,
    },
    Source { monitor: "wal", prefix: "hnsw_wal", labels: &[], every: 15 },
    Source {
        monitor: "replicas",
        prefix: "hnsw_replica",
        labels: &[
            of("name", "name"),
            PID,
            of("slot_name", "slot_name"),
            of("wal_status", "wal_status"),
        ],
        every: 15,
    },
    Source {
        monitor: "settings",
        prefix: "hnsw_setting",
        labels: &[
            DATABASE,
            of("setting", "setting"),
            of("value", "value"),
            of("applies_to", "applies_to"),
        ],
        every: 300,
    },
    Source {
        monitor: "versions",
        prefix: "hnsw_extension",
        labels: &[DATABASE, of("version", "installed"), of("postgres", "postgres")],
        every: 300,
    },
];

impl Source {
    /// Its question; the tests hold that there is one.
    pub fn question(&self) -> Option<&'static Monitor> {
        MONITORS.iter().find(|it| it.id == self.monitor)
    }

    /// Whether every database of the server gives the same answer.
    pub fn is_of_server(&self) -> bool {
        self.labels.iter().all(|it| it.column.is_some())
    }

    /// What is collected of it.
    pub fn metrics(&self) -> impl Iterator<Item = &'static Metric> {
        METRICS.iter().filter(|it| it.monitor == self.monitor)
    }
}
