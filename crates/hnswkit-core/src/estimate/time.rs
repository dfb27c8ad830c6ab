//! How long a build takes: a band, because nobody has measured the machine and the data.

use super::{
    math::{ln, pow},
    parallel::Build,
    workload::Workload,
};
use crate::domain::{ElementType, PgvectorVersion, Seconds};

/// Seconds of the smallest unit of work: with the exponents below it fits 45 serial builds in
/// memory with a mean error of 12 %.
// Measured with pgvector 0.8.6 on an EPYC with AVX-512 and clustered vectors: 128 to 1,536
// dimensions, 1,000 to 50,000 rows, m 8 to 64, ef_construction 32 to 200.
const SCALE: f64 = 6.5e-11;
const M_EXPONENT: f64 = 0.97;
const EF_EXPONENT: f64 = 0.73;
/// Work for each candidate that does not depend on the dimensions, in dimensions.
const BASE: f64 = 740.0;

/// A faster machine, or data in tighter clusters.
pub(super) const LOW: f64 = 0.7;
/// A slower machine; data without clusters alone took 1.6 to 2.2 times as long.
pub(super) const HIGH: f64 = 2.8;

/// What a row costs that is inserted into pages, in rows inserted in memory (measured).
const SPILLED: (f64, f64) = (3.5, 6.0);
/// The same with pgvector 0.6: up to 28 on PostgreSQL 15, 7 on 16, for no known reason.
const SPILLED_0_6: (f64, f64) = (3.5, 12.0);

/// How much of a process each worker is worth (measured on two processors).
const WORKER: (f64, f64) = (0.7, 0.9);

/// The least and the most seconds of a build with so many rows in memory.
pub(super) fn band(
    it: &Workload,
    build: Build,
    in_memory: u64,
    spilled: u64,
) -> (Seconds, Seconds) {
    let (low, high) = relative(it, build, in_memory, spilled);
    (Seconds(LOW * low), Seconds(HIGH * high))
}

/// The same on the machine that was measured, whose speed cancels out where two are compared.
pub(super) fn relative(it: &Workload, build: Build, in_memory: u64, later: u64) -> (f64, f64) {
    let rows = in_memory + later;
    if rows == 0 {
        return (0.0, 0.0);
    }
    let first = seconds(it, in_memory);
    let later = later as f64 * row(it, rows);
    let (cheap, dear) = spilled(it);
    let (slow, fast) = match build {
        Build::Serial => (1.0, 1.0),
        Build::Parallel { workers } => {
            let processes = f64::from(workers) + 1.0;
            (WORKER.0 * processes, WORKER.1 * processes)
        }
    };
    ((first + cheap * later) / fast, (first + dear * later) / slow.max(1.0))
}

/// What a row costs that is inserted into pages, in rows that are built in memory.
pub(super) fn spilled(it: &Workload) -> (f64, f64) {
    let is_0_6 =
        (PgvectorVersion::new(0, 6, 0)..PgvectorVersion::new(0, 7, 0)).contains(&it.pgvector);
    if is_0_6 { SPILLED_0_6 } else { SPILLED }
}

/// A row of so many that are built in memory.
pub(super) fn row(it: &Workload, rows: u64) -> f64 {
    seconds(it, rows) / rows.max(1) as f64
}

/// The fit: processor seconds of one process that builds in memory.
fn seconds(it: &Workload, rows: u64) -> f64 {
    if rows == 0 {
        return 0.0;
    }
    let rows = rows as f64;
    let m = pow(f64::from(it.hnsw.m().get()), M_EXPONENT);
    let ef = pow(f64::from(it.hnsw.ef_construction().get()), EF_EXPONENT);
    // pgvector 0.5 took 1.3 (1,536 dimensions) to 2 (128) times as long as 0.6.
    let release = if it.pgvector.builds_in_parallel() { 1.0 } else { 1.6 };
    SCALE * release * rows * ln(rows.max(2.0)) * m * ef * (distance(it) + BASE)
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
