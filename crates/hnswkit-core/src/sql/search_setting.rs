//! Settings of a search: what pgvector gives, and what the planner may choose.

use std::fmt;

/// A setting for the queries of one transaction; `Display` writes its `SET LOCAL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchSetting {
    /// `hnsw.ef_search`: so many candidates are kept, and so many rows come back at most.
    EfSearch(u32),
    /// `hnsw.iterative_scan`: goes on until there are enough rows, nearest first (pgvector 0.8.0).
    IterativeScan,
    /// `hnsw.max_scan_tuples`: where an iterative scan gives up (pgvector 0.8.0).
    MaxScanTuples(u32),
    /// No sequential scan, unless there is no other way.
    NoSequentialScan,
    /// No sort, unless there is no other way.
    NoSort,
}

impl fmt::Display for SearchSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SET LOCAL ")?;
        match self {
            Self::EfSearch(it) => write!(f, "hnsw.ef_search = {it};"),
            Self::IterativeScan => f.write_str("hnsw.iterative_scan = strict_order;"),
            Self::MaxScanTuples(it) => write!(f, "hnsw.max_scan_tuples = {it};"),
            Self::NoSequentialScan => f.write_str("enable_seqscan = off;"),
            Self::NoSort => f.write_str("enable_sort = off;"),
        }
    }
}
