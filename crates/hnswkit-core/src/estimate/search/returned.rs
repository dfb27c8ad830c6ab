//! The rows that a scan of the index returns, and where it ends.

use super::{
    super::workload::Workload,
    drawn::Drawn,
    query::{IterativeScan, SearchQuery},
};

/// What a scan of the index returns, if the rows that pass are spread evenly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Returned {
    /// Rows of the index that the scan has to choose from.
    pub candidates: u64,
    /// What ends it before more are looked at.
    pub ends: Ends,
    /// The mean number of rows that come back.
    pub mean: f64,
    /// Nineteen of twenty such queries get at least so many.
    pub low: u64,
    /// The share of such queries that get all rows that they ask for.
    pub complete: f64,
    /// Recall is not above this, whatever the vectors: the rest does not come back at all.
    pub recall_high: f64,
}

/// What ends a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// `hnsw.ef_search`.
    EfSearch,
    /// `hnsw.max_scan_tuples`.
    MaxScanTuples,
    /// `work_mem` times `hnsw.scan_mem_multiplier`.
    ScanMemory,
    /// There are no more rows.
    AllRows,
}

impl Ends {
    /// The id, as JSON has it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::EfSearch => "ef_search",
            Self::MaxScanTuples => "max_scan_tuples",
            Self::ScanMemory => "scan_memory",
            Self::AllRows => "all_rows",
        }
    }
}

/// The share of the rows that `strict_order` does not leave out for coming too late.
// Measured with 0.8.6: at most 9 % are left out of clustered vectors, 0.1 % of others.
const IN_ORDER: f64 = 0.91;

impl Returned {
    pub(super) fn new(it: &Workload, query: &SearchQuery) -> Self {
        let rows = it.rows.get() as f64;
        let (candidates, ends) = candidates(it, query);
        let drawn = Drawn::new(rows, rows * query.share(), candidates);
        let (wanted, offset) = (query.wanted() as f64, query.offset as f64);
        let (with_skipped, complete) = drawn.up_to(wanted);
        let skipped = if 0.0 < offset { drawn.up_to(offset).0 } else { 0.0 };
        let mean = with_skipped - skipped;
        let there = ((rows * query.share()).round() - offset).min(query.limit as f64);
        Self {
            candidates: candidates as u64,
            ends,
            mean,
            low: (drawn.quantile(0.05).min(wanted) - offset).max(0.0) as u64,
            complete,
            recall_high: if there <= 0.0 { 1.0 } else { (mean / there).clamp(0.0, 1.0) },
        }
    }
}

/// The rows that the scan has to choose from, and what ends it.
// pgvector 0.8.6 src/hnswscan.c hnswgettuple: all that an iterative scan has visited comes back
// at its end, in the order of the distances.
fn candidates(it: &Workload, query: &SearchQuery) -> (f64, Ends) {
    let rows = it.rows.get() as f64;
    let first = f64::from(query.ef_search.get());
    let (found, ends) = if query.iterative_scan == IterativeScan::Off || !iterates(it) {
        (first, Ends::EfSearch)
    } else {
        let tuples = f64::from(query.max_scan_tuples.get());
        let memory = memory_tuples(it, query, query.scan_memory());
        let (least, ends) = if memory < tuples {
            (memory, Ends::ScanMemory)
        } else {
            (tuples, Ends::MaxScanTuples)
        };
        // The first round is not limited.
        if least < first { (first, Ends::EfSearch) } else { (least, ends) }
    };
    if rows <= found {
        return (rows, Ends::AllRows);
    }
    let strict = query.iterative_scan == IterativeScan::StrictOrder && ends != Ends::EfSearch;
    (if strict { (found * IN_ORDER).max(first) } else { found }, ends)
}

/// Whether scans of this pgvector can go on.
// pgvector CHANGELOG.md, 0.8.0.
pub(super) fn iterates(it: &Workload) -> bool {
    crate::domain::PgvectorVersion::new(0, 8, 0) <= it.pgvector
}

/// The share of the candidates that the scan returns in the end.
pub(super) fn returned_share(query: &SearchQuery) -> f64 {
    if query.iterative_scan == IterativeScan::RelaxedOrder { 1.0 } else { IN_ORDER }
}

/// Bytes of the memory of a scan that are not a power of two: filled to the last block.
// pgvector 0.8.6 src/hnswscan.c hnswbeginscan.
const SPARE: f64 = 256.0;
const KIB: f64 = 1_024.0;
/// The largest block, and all smaller ones together: 8 to 128 kB.
// pgvector 0.8.6 src/hnswscan.c: AllocSetContextCreate(…, 0, 8 * 1024, 256 * 1024).
const BLOCK: f64 = 256.0 * KIB;
const SMALLER: f64 = 248.0 * KIB;

/// Tuples that an iterative scan visits before it has taken so many bytes: at least, as what was
/// returned leaves room for others (measured: up to a sixth more).
pub(super) fn memory_tuples(it: &Workload, query: &SearchQuery, bytes: f64) -> f64 {
    // pgvector 0.8.6 src/hnsw.h HnswElementData and HnswSearchCandidate, 128 and 64 bytes, each
    // with the head of a chunk.
    let tuple = if it.postgres.major < 16 { 224.0 } else { 208.0 };
    // PostgreSQL 18 src/include/lib/simplehash.h: places of 8 bytes, nine in ten taken, doubled.
    let first = f64::from(query.ef_search.get()) * f64::from(it.hnsw.m().get()) * 2.0 / 0.9;
    let mut places = 2.0;
    while places < first {
        places *= 2.0;
    }
    loop {
        let left = bytes + SPARE - places * 8.0;
        let data = if left < SMALLER + BLOCK {
            SMALLER.min(left)
        } else {
            SMALLER + ((left - SMALLER) / BLOCK).floor() * BLOCK
        };
        let tuples = (data.max(0.0) / tuple).floor();
        if tuples <= 0.9 * places {
            return tuples;
        }
        if bytes < places * 16.0 {
            return 0.9 * places;
        }
        places *= 2.0;
    }
}
