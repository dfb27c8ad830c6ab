//! How long a build takes: a band, because nobody has measured the machine and the data.
//!
//! A row costs distances: as many as the logarithm of the rows before it, by powers of `m` and
//! `ef_construction`. A distance costs by its bytes, and more the less of the graph a cache
//! holds. A row that comes after the spill costs several times that: its graph is in pages.
//! `cargo xtask accuracy --fit` fits the constants to builds that were measured, on one half of
//! them, and judges them by the other.

use super::{
    graph::RowMemory,
    math::{ln, pow},
    parallel::Build,
    workload::Workload,
};
use crate::domain::{ElementType, PgvectorVersion, Seconds};

/// Seconds of the smallest unit of work.
const SCALE: f64 = 6.1e-11;
const M_EXPONENT: f64 = 0.96;
const EF_EXPONENT: f64 = 0.73;
/// Work for each candidate that does not depend on the dimensions, in dimensions.
const BASE: f64 = 795.0;
/// What a graph adds to the cost of its distances each time that it grows by a factor of e
/// beyond a cache of this size.
const MISS: f64 = 0.098;
const CACHE: f64 = (32 << 20) as f64;

/// A faster machine, or data in tighter clusters.
pub(super) const LOW: f64 = 0.7;
/// A slower machine; data without clusters alone took 1.6 to 2.2 times as long.
pub(super) const HIGH: f64 = 2.8;

/// What a process is worth beside others (measured on two processors: 0.7 to 0.9).
const PROCESS: f64 = 0.8;

/// What a row costs that is inserted into pages, in rows inserted in memory: by the first release
/// that it is for.
const SPILLED: &[(PgvectorVersion, f64)] = &[
    (PgvectorVersion::new(0, 8, 0), 4.6),
    (PgvectorVersion::new(0, 7, 0), 6.0),
    (PgvectorVersion::new(0, 6, 0), 5.6),
];
/// The same with pgvector 0.5.
const SPILLED_FIRST: f64 = 5.5;
/// pgvector 0.6 on PostgreSQL 15, for no known reason: 12 (128 dimensions) to 30 (1,536).
const SPILLED_0_6_ON_15: f64 = 24.0;
/// What [`BASE`] is for a row in pages: reading them costs by their bytes, too.
const SPILLED_BASE: f64 = 508.0;

/// The least and the most seconds of a build with so many rows in memory, and so many later.
pub(super) fn band(it: &Workload, build: Build, in_memory: u64, later: u64) -> (Seconds, Seconds) {
    let seconds = likely(it, build, in_memory, later);
    (Seconds(LOW * seconds), Seconds(HIGH * seconds))
}

/// The seconds on the machine that was measured, whose speed cancels out where two are compared.
pub(super) fn likely(it: &Workload, build: Build, in_memory: u64, later: u64) -> f64 {
    let rows = in_memory + later;
    let seconds = first(it, in_memory) + later as f64 * row(it, rows) * spilled(it);
    match build {
        Build::Serial => seconds,
        Build::Parallel { workers } => seconds / (PROCESS * f64::from(workers + 1)),
    }
}

/// What a row costs that is inserted into pages, in rows that are built in memory.
pub(super) fn spilled(it: &Workload) -> f64 {
    let is_0_6 = matches!(it.pgvector, PgvectorVersion { major: 0, minor: 6, .. });
    let release = SPILLED.iter().find(|(since, _)| *since <= it.pgvector);
    let factor = match release {
        Some(_) if is_0_6 && it.postgres.major < 16 => SPILLED_0_6_ON_15,
        Some((_, factor)) => *factor,
        None => SPILLED_FIRST,
    };
    factor * (distance(it) + SPILLED_BASE) / (distance(it) + BASE)
}

/// A row of so many that are built in memory.
pub(super) fn row(it: &Workload, rows: u64) -> f64 {
    first(it, rows) / rows.max(1) as f64
}

/// Processor seconds of one process that builds so many rows in memory.
pub(super) fn first(it: &Workload, rows: u64) -> f64 {
    if rows == 0 {
        return 0.0;
    }
    let rows = rows as f64;
    let m = pow(f64::from(it.hnsw.m().get()), M_EXPONENT);
    let ef = pow(f64::from(it.hnsw.ef_construction().get()), EF_EXPONENT);
    // pgvector 0.5 took 1.3 (1,536 dimensions) to 2 (128) times as long as 0.6.
    let release = if it.pgvector.builds_in_parallel() { 1.0 } else { 1.6 };
    let misses = 1.0 + MISS * ln(1.0 + rows * RowMemory::new(it).bytes() / CACHE);
    SCALE * release * rows * ln(rows.max(2.0)) * m * ef * (distance(it) + BASE) * misses
}

/// The work of one distance, in dimensions of a vector (each type measured with 0.8.6).
fn distance(it: &Workload) -> f64 {
    let dimensions = f64::from(it.vector_type.dimensions());
    match it.vector_type.element() {
        ElementType::Vector => dimensions,
        ElementType::Halfvec => 0.9 * dimensions,
        ElementType::Bit => dimensions / 16.0,
        // Merging two lists of places: measured with 50, 200 and 800 elements.
        ElementType::Sparsevec => 2.9 * pow(f64::from(it.non_zero.max(1)), 1.4),
    }
}
