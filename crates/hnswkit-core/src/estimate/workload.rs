//! What an estimate is made from.

use crate::domain::{
    Bytes, Hnsw, MemorySetting, Metric, PgvectorVersion, PostgresVersion, Rows, VectorType,
};

/// One index to build and the server that builds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Workload {
    /// The type of what is indexed.
    pub vector_type: VectorType,
    /// Bytes of a value in the table, when the index holds less than the column.
    pub stored: Option<u64>,
    /// Elements that are not zero in an average row, 1 to 1,000; used for sparsevec only.
    pub non_zero: u32,
    /// The metric; cosine leaves zero vectors out.
    pub metric: Metric,
    /// The parameters of the graph.
    pub hnsw: Hnsw,
    /// Rows that the index will hold: not NULL, and within the predicate.
    pub rows: Rows,
    /// The share of rows whose vector equals an earlier row's, 0.0 to below 1.0.
    pub duplicates: f64,
    /// The release of pgvector.
    pub pgvector: PgvectorVersion,
    /// The release of PostgreSQL.
    pub postgres: PostgresVersion,
    /// The memory of the server, when it is known.
    pub ram: Option<Bytes>,
    /// The value in force, when it is given; otherwise one is recommended.
    pub maintenance_work_mem: Option<MemorySetting>,
    /// So many workers take part, whatever the planner would choose; 0 is a serial build.
    /// Without it the planner's rule decides.
    pub workers: Option<u32>,
}
