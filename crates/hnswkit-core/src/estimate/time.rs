//! How long a build takes: a band, because nobody has measured the machine and the data.
//!
//! A build computes distances, and a row costs three lots of them. It looks for its neighbors: the
//! larger the graph, the more steps and the fewer of them in a cache. It chooses among what it
//! found, and its neighbors choose anew: the same however many rows there are. Behind the spill
//! that is different: a row in memory keeps which of its links stand in whose way, and one in
//! pages compares all of them again, the square of `m`.
//!
//! The powers, and how many distances there are, come from counting them in a build that does
//! what pgvector 0.8.6 does (500 to 128,000 rows, `m` 8 to 32, `ef_construction` 64 to 200).
//! What they cost is fitted to builds that were measured.

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
    /// The power of `m` in the search for neighbors.
    pub m: f64,
    /// The power of `ef_construction` in the search for neighbors.
    pub ef_construction: f64,
    /// Work for each candidate that does not depend on the dimensions, in dimensions.
    pub base: f64,
    /// What a graph adds to the cost of a search each time that it grows by a factor of e beyond
    /// a cache of 4 MiB.
    pub miss: f64,
    /// The choice of links, in searches.
    pub links: f64,
    /// What `base` is for the choice of links, whose vectors have just been read.
    pub links_base: f64,
    /// A dimension of halfvec, in dimensions of vector.
    pub halfvec: f64,
    /// A dimension of bit.
    pub bit: f64,
    /// An element that is not zero, for sparsevec: two steps of a merge that no processor foresees.
    pub sparsevec: f64,
    /// How many times as long as later releases pgvector 0.5 takes.
    pub before_0_6: f64,
    /// What a process is worth beside others.
    pub process: f64,
    /// What `base` is for a row in pages.
    pub spilled_base: f64,
    /// How many times as much a distance costs in pages with pgvector 0.5.
    pub spilled_0_5: f64,
    /// The same with 0.6.
    pub spilled_0_6: f64,
    /// The same with 0.7.
    pub spilled_0_7: f64,
    /// The same since 0.8.
    pub spilled_0_8: f64,
}

impl Coefficients {
    /// What `cargo xtask accuracy --fit` found, to about a per cent: the middle of the two machines that were measured,
    /// of which one reads vectors from its caches at nearly no cost (`miss` of 0.04) and the other
    /// pays for what they miss, and had other work besides (0.9).
    pub const FITTED: Self = Self {
        scale: 1.43e-10,
        near: 246.0,
        m: 0.598,
        ef_construction: 0.943,
        base: 175.0,
        miss: 0.319,
        links: 3.56,
        links_base: 1_800.0,
        halfvec: 1.12,
        bit: 0.0352,
        sparsevec: 53.5,
        before_0_6: 1.62,
        process: 0.85,
        spilled_base: 293.0,
        spilled_0_5: 3.65,
        spilled_0_6: 2.69,
        spilled_0_7: 2.61,
        spilled_0_8: 2.19,
    };
}

/// The powers of `m` and `ef_construction` in the choice of links (counted).
const LINKS: (f64, f64) = (1.0, 0.45);
/// The part of the choice that a row in pages makes as well, and what its neighbors do in place
/// of the rest, for the square of `m` (counted).
const SPILLED: (f64, f64) = (0.3, 9.1);
/// The cache of the coefficient `miss`.
const CACHE: f64 = (4 << 20) as f64;
/// A distance in pages with pgvector 0.6 on PostgreSQL 15, for no known reason: four to six times
/// as dear as on 16.
const SPILLED_0_6_ON_15: f64 = 8.0;

/// What VACUUM does for an element besides a search: choices, and comparisons for the square of
/// `m`; and what a distance costs in it, hardly less and hardly more.
#[cfg(feature = "every-number")]
type Repair = (f64, f64, (f64, f64));
/// Measured with 0.8.0 and 0.8.6 (`measured/vacuums.csv`, 29 of them).
#[cfg(feature = "every-number")]
const REPAIR: Repair = (SPILLED.0, 0.3, (2.0, 4.7));
/// Measured with 0.6.2 and 0.7.4, 16 of them: what a row in pages does.
#[cfg(feature = "every-number")]
const REPAIR_0_6: Repair = (SPILLED.0, SPILLED.1, (1.25, 3.9));
/// Measured with 0.5.1, 12 of them.
#[cfg(feature = "every-number")]
const REPAIR_0_5: Repair = (1.0, 3.0, (2.4, 4.7));

/// A faster machine, or data in tighter clusters. The two machines that the model stands between
/// are a factor of up to three apart where graphs are large.
pub(super) const LOW: f64 = 0.5;
/// A slower machine, or data without clusters.
pub(super) const HIGH: f64 = 2.0;

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

/// What a row costs that is inserted into pages when all are there, in rows that are built in
/// memory.
#[cfg(feature = "every-number")]
pub(super) fn spilled(it: &Workload) -> f64 {
    let rows = it.rows.get().max(1);
    Coefficients::FITTED.in_pages(it, rows) / row(it, rows)
}

/// Processor seconds in which VACUUM links an element anew among so many: hardly less, and hardly
/// more.
#[cfg(feature = "every-number")]
pub(super) fn repaired(it: &Workload, rows: u64) -> (f64, f64) {
    Coefficients::FITTED.repaired(it, rows)
}

/// A row of so many that are built in memory.
#[cfg(any(feature = "every-operation", feature = "every-number"))]
pub(super) fn row(it: &Workload, rows: u64) -> f64 {
    first(it, rows) / rows.max(1) as f64
}

impl Coefficients {
    /// Seconds of a build with so many rows in memory, and so many that come after the spill.
    pub fn seconds(&self, it: &Workload, build: Build, in_memory: u64, later: u64) -> f64 {
        let rows = in_memory + later;
        let mut seconds = self.first(it, in_memory);
        if 0 < later {
            seconds += later as f64 * self.in_pages(it, rows);
        }
        match build {
            Build::Serial => seconds,
            Build::Parallel { workers } => {
                seconds / (self.process * f64::from(workers + 1)).max(1.0)
            }
        }
    }

    /// Processor seconds of one process that builds so many rows in memory.
    fn first(&self, it: &Workload, rows: u64) -> f64 {
        let n = rows as f64;
        let distance = self.distance(it);
        let search = self.search(it, n) * (distance + self.base);
        let choice = self.choice(it) * (distance + self.links_base);
        let release = if it.pgvector.builds_in_parallel() { 1.0 } else { self.before_0_6 };
        self.scale * release * n * (search + choice)
    }

    /// A row that comes when so many are there, all of them in pages.
    fn in_pages(&self, it: &Workload, rows: u64) -> f64 {
        let factor = match it.pgvector {
            PgvectorVersion { major: 0, minor: 5, .. } => self.spilled_0_5,
            PgvectorVersion { major: 0, minor: 6, .. } if it.postgres.major < 16 => {
                SPILLED_0_6_ON_15
            }
            PgvectorVersion { major: 0, minor: 6, .. } => self.spilled_0_6,
            PgvectorVersion { major: 0, minor: 7, .. } => self.spilled_0_7,
            _ => self.spilled_0_8,
        };
        let m = f64::from(it.hnsw.m().get());
        let (own, others) = (SPILLED.0 * self.choice(it), SPILLED.1 * m * m);
        let distances = self.search(it, rows as f64) + own + others;
        self.scale * factor * distances * (self.distance(it) + self.spilled_base)
    }

    /// An element that VACUUM links anew among so many: since 0.8 it costs little but its search,
    /// before that also its links and those of others.
    #[cfg(feature = "every-number")]
    fn repaired(&self, it: &Workload, rows: u64) -> (f64, f64) {
        let m = f64::from(it.hnsw.m().get());
        let (choice, square, (low, high)) = match it.pgvector {
            PgvectorVersion { major: 0, minor: 5, .. } => REPAIR_0_5,
            PgvectorVersion { major: 0, minor: 6 | 7, .. } => REPAIR_0_6,
            _ => REPAIR,
        };
        let distances = self.search(it, rows as f64) + choice * self.choice(it) + square * m * m;
        let seconds = self.scale * distances * (self.distance(it) + self.spilled_base);
        (low * seconds, high * seconds)
    }

    /// The search for the neighbors of a row among so many.
    fn search(&self, it: &Workload, rows: f64) -> f64 {
        let misses = 1.0 + self.miss * ln(1.0 + rows * RowMemory::new(it).bytes() / CACHE);
        misses * ln(1.0 + rows / self.near) * powers(it, self.m, self.ef_construction)
    }

    /// The choice of its links, and what it makes its neighbors choose.
    fn choice(&self, it: &Workload) -> f64 {
        self.links * powers(it, LINKS.0, LINKS.1)
    }

    /// The work of one distance, in dimensions of a vector.
    fn distance(&self, it: &Workload) -> f64 {
        let dimensions = f64::from(it.vector_type.dimensions());
        match it.vector_type.element() {
            ElementType::Vector => dimensions,
            ElementType::Halfvec => self.halfvec * dimensions,
            ElementType::Bit => self.bit * dimensions,
            ElementType::Sparsevec => self.sparsevec * f64::from(it.non_zero.max(1)),
        }
    }
}

/// `m` and `ef_construction` to these powers.
fn powers(it: &Workload, m: f64, ef_construction: f64) -> f64 {
    let ef = f64::from(it.hnsw.ef_construction().get());
    pow(f64::from(it.hnsw.m().get()), m) * pow(ef, ef_construction)
}
