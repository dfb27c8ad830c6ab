//! A search, and the settings of the session that asks it.

use crate::domain::{Bytes, EfSearch, MaxScanTuples, Rows, ScanMemMultiplier};

/// `SELECT … WHERE … ORDER BY … LIMIT …` on one table, with the settings that decide its plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchQuery {
    /// The rows that are asked for, at least 1.
    pub limit: u64,
    /// The rows that are skipped before them.
    pub offset: u64,
    /// The share of the indexed rows that passes the conditions, above 0; nothing without one.
    pub selectivity: Option<f64>,
    /// Whether a btree index finds the rows that pass.
    pub filter_index: bool,
    /// Rows of the table, those that the index leaves out too; without it those of the index.
    pub table_rows: Option<Rows>,
    /// The table without TOAST and indexes; without it a key and the vector are reckoned with.
    pub table_bytes: Option<Bytes>,
    /// `hnsw.ef_search`.
    pub ef_search: EfSearch,
    /// `hnsw.iterative_scan`.
    pub iterative_scan: IterativeScan,
    /// `hnsw.max_scan_tuples`.
    pub max_scan_tuples: MaxScanTuples,
    /// `hnsw.scan_mem_multiplier`.
    pub scan_mem_multiplier: ScanMemMultiplier,
    /// What PostgreSQL plans with.
    pub planner: PlannerSettings,
}

/// What a scan does when the conditions have left too few rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IterativeScan {
    /// It ends.
    #[default]
    Off,
    /// It goes on, and returns rows in about their order.
    RelaxedOrder,
    /// It goes on, and leaves out rows that come too late for their order.
    StrictOrder,
}

/// The planner's settings that people change; the others are taken to be PostgreSQL's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannerSettings {
    /// `seq_page_cost`.
    pub seq_page_cost: f64,
    /// `random_page_cost`.
    pub random_page_cost: f64,
    /// `effective_cache_size`.
    pub effective_cache_size: Bytes,
    /// `work_mem`.
    pub work_mem: Bytes,
    /// `max_parallel_workers_per_gather`.
    pub max_parallel_workers_per_gather: u32,
}

impl Default for PlannerSettings {
    // PostgreSQL 18 src/include/optimizer/cost.h, src/backend/utils/misc/guc_tables.c.
    fn default() -> Self {
        Self {
            seq_page_cost: 1.0,
            random_page_cost: 4.0,
            effective_cache_size: Bytes::mebibytes(4_096),
            work_mem: Bytes::mebibytes(4),
            max_parallel_workers_per_gather: 2,
        }
    }
}

impl Default for SearchQuery {
    /// Ten rows of all, with the settings of a server that nobody has changed.
    fn default() -> Self {
        Self {
            limit: 10,
            offset: 0,
            selectivity: None,
            filter_index: false,
            table_rows: None,
            table_bytes: None,
            ef_search: EfSearch::default(),
            iterative_scan: IterativeScan::default(),
            max_scan_tuples: MaxScanTuples::default(),
            scan_mem_multiplier: ScanMemMultiplier::default(),
            planner: PlannerSettings::default(),
        }
    }
}

impl SearchQuery {
    /// The rows that must be found for the last of those that are asked for.
    pub fn wanted(&self) -> u64 {
        self.limit.saturating_add(self.offset)
    }

    /// The share of the indexed rows that passes.
    pub(super) fn share(&self) -> f64 {
        self.selectivity.unwrap_or(1.0)
    }

    /// What an iterative scan may take.
    pub(super) fn scan_memory(&self) -> f64 {
        self.planner.work_mem.get() as f64 * f64::from(self.scan_mem_multiplier.get())
    }
}

impl IterativeScan {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[Self::Off, Self::RelaxedOrder, Self::StrictOrder];

    /// The word that `hnsw.iterative_scan` takes.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::RelaxedOrder => "relaxed_order",
            Self::StrictOrder => "strict_order",
        }
    }
}
