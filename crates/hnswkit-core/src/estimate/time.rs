//! How long a build takes: a band, because nobody has measured the machine and the data.
//!
//! A row costs distances: as many as the logarithm of the rows before it, by powers of `m` and
//! `ef_construction`. A distance costs by its bytes, and more the less of the graph a cache
//! holds. A row that comes after the spill costs several times that: its graph is in pages.

use super::{
    graph::RowMemory,
    math::{ln, pow},
    parallel::Build,
    workload::Workload,
};
use crate::domain::{ElementType, PgvectorVersion, Seconds};

/// What the model of time was fitted to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficients {
    /// Seconds of the smallest unit of work.
    pub scale: f64,
    /// Up to so many rows nearly all are neighbors, and none has far to go.
    pub near: f64,
    /// The power of `m`.
    pub m: f64,
    /// The power of `ef_construction`.
    pub ef_construction: f64,
    /// Work for each candidate that does not depend on the dimensions, in dimensions.
    pub base: f64,
    /// What a graph adds to the cost of its distances each time that it grows by a factor of e
    /// beyond a cache of 32 MiB.
    pub miss: f64,
    /// A dimension of halfvec, in dimensions of vector.
    pub halfvec: f64,
    /// A dimension of bit.
    pub bit: f64,
    /// A merge of two lists of one place, for sparsevec.
    pub sparsevec: f64,
    /// How many times as long as later releases pgvector 0.5 takes.
    pub before_0_6: f64,
    /// What a process is worth beside others.
    pub process: f64,
    /// What `base` is for a row that is inserted into pages: reading them costs by their bytes.
    pub spilled_base: f64,
    /// What `m` is for a row in pages: its neighbors choose their links anew, each by all others.
    pub spilled_m: f64,
    /// What `ef_construction` is for a row in pages.
    pub spilled_ef_construction: f64,
    /// How many times the work of a row in memory is done for one in pages, with pgvector 0.5, an
    /// `m` of 16 and an `ef_construction` of 64.
    pub spilled_0_5: f64,
    /// The same with 0.6.
    pub spilled_0_6: f64,
    /// The same with 0.7.
    pub spilled_0_7: f64,
    /// The same since 0.8.
    pub spilled_0_8: f64,
}

impl Coefficients {
    /// What `cargo xtask accuracy --fit` found, on one half of the builds that were measured.
    pub const FITTED: Self = Self {
        scale: 6.1e-11,
        near: 1.0,
        m: 0.96,
        ef_construction: 0.73,
        base: 795.0,
        miss: 0.098,
        halfvec: 0.9,
        bit: 0.0625,
        sparsevec: 2.9,
        before_0_6: 1.6,
        process: 0.8,
        spilled_base: 508.0,
        spilled_m: 1.2,
        spilled_ef_construction: 0.6,
        spilled_0_5: 5.5,
        spilled_0_6: 5.6,
        spilled_0_7: 6.0,
        spilled_0_8: 4.6,
    };
}

/// The cache of the coefficient `miss`.
const CACHE: f64 = (32 << 20) as f64;
/// The power of a sparsevec's elements (measured with 50, 200 and 800).
const SPARSE_POWER: f64 = 1.4;
/// Rows in pages with pgvector 0.6 on PostgreSQL 15, for no known reason: 12 (128 dimensions) to
/// 30 (1,536) times as dear.
const SPILLED_0_6_ON_15: f64 = 24.0;

/// A faster machine, or data in tighter clusters.
pub(super) const LOW: f64 = 0.7;
/// A slower machine; data without clusters alone took 1.6 to 2.2 times as long.
pub(super) const HIGH: f64 = 2.8;

/// The least and the most seconds of a build with so many rows in memory, and so many later.
pub(super) fn band(it: &Workload, build: Build, in_memory: u64, later: u64) -> (Seconds, Seconds) {
    let seconds = likely(it, build, in_memory, later);
    (Seconds(LOW * seconds), Seconds(HIGH * seconds))
}

/// The seconds on the machine that was measured, whose speed cancels out where two are compared.
pub(super) fn likely(it: &Workload, build: Build, in_memory: u64, later: u64) -> f64 {
    Coefficients::FITTED.seconds(it, build, in_memory, later)
}

/// Processor seconds of one process that builds so many rows in memory.
#[cfg(any(feature = "every-operation", feature = "every-number"))]
pub(super) fn first(it: &Workload, rows: u64) -> f64 {
    Coefficients::FITTED.first(it, rows)
}

/// What a row costs that is inserted into pages, in rows that are built in memory.
#[cfg(feature = "every-number")]
pub(super) fn spilled(it: &Workload) -> f64 {
    Coefficients::FITTED.spilled(it)
}

/// A row of so many that are built in memory.
#[cfg(any(feature = "every-operation", feature = "every-number"))]
pub(super) fn row(it: &Workload, rows: u64) -> f64 {
    Coefficients::FITTED.row(it, rows)
}

impl Coefficients {
    /// Seconds of a build with so many rows in memory, and so many that come after the spill.
    pub fn seconds(&self, it: &Workload, build: Build, in_memory: u64, later: u64) -> f64 {
        let rows = in_memory + later;
        let seconds =
            self.first(it, in_memory) + later as f64 * self.row(it, rows) * self.spilled(it);
        match build {
            Build::Serial => seconds,
            Build::Parallel { workers } => {
                seconds / (self.process * f64::from(workers + 1)).max(1.0)
            }
        }
    }

    fn row(&self, it: &Workload, rows: u64) -> f64 {
        self.first(it, rows) / rows.max(1) as f64
    }

    fn first(&self, it: &Workload, rows: u64) -> f64 {
        if rows == 0 {
            return 0.0;
        }
        let rows = rows as f64;
        let m = pow(f64::from(it.hnsw.m().get()), self.m);
        let ef = pow(f64::from(it.hnsw.ef_construction().get()), self.ef_construction);
        let release = if it.pgvector.builds_in_parallel() { 1.0 } else { self.before_0_6 };
        let misses = 1.0 + self.miss * ln(1.0 + rows * RowMemory::new(it).bytes() / CACHE);
        let distance = self.distance(it) + self.base;
        self.scale * release * rows * ln(1.0 + rows / self.near) * m * ef * distance * misses
    }

    /// What a row costs that is inserted into pages, in rows that are built in memory.
    fn spilled(&self, it: &Workload) -> f64 {
        let factor = match it.pgvector {
            PgvectorVersion { major: 0, minor: 5, .. } => self.spilled_0_5,
            PgvectorVersion { major: 0, minor: 6, .. } if it.postgres.major < 16 => {
                SPILLED_0_6_ON_15
            }
            PgvectorVersion { major: 0, minor: 6, .. } => self.spilled_0_6,
            PgvectorVersion { major: 0, minor: 7, .. } => self.spilled_0_7,
            _ => self.spilled_0_8,
        };
        let distance = self.distance(it);
        let m = pow(f64::from(it.hnsw.m().get()) / 16.0, self.spilled_m - self.m);
        let ef = f64::from(it.hnsw.ef_construction().get()) / 64.0;
        let ef = pow(ef, self.spilled_ef_construction - self.ef_construction);
        factor * m * ef * (distance + self.spilled_base) / (distance + self.base)
    }

    /// The work of one distance, in dimensions of a vector.
    fn distance(&self, it: &Workload) -> f64 {
        let dimensions = f64::from(it.vector_type.dimensions());
        match it.vector_type.element() {
            ElementType::Vector => dimensions,
            ElementType::Halfvec => self.halfvec * dimensions,
            ElementType::Bit => self.bit * dimensions,
            ElementType::Sparsevec => {
                self.sparsevec * pow(f64::from(it.non_zero.max(1)), SPARSE_POWER)
            }
        }
    }
}
