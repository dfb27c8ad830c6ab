//! The memory of a build with pgvector 0.5: what it counts, and what it takes.

use super::{layout::Layout, math::ln, workload::Workload};

/// A row of a build with pgvector 0.5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Counted {
    /// Bytes that pgvector reckons with.
    counted: u64,
    /// Bytes that PostgreSQL's allocator takes: up to 1.7 times as many for small vectors.
    taken: f64,
}

impl Counted {
    pub(super) fn new(it: &Workload) -> Self {
        let layout = Layout::of(it);
        let counted = counted(layout);
        Self { counted, taken: taken(layout, it.postgres.major).max(counted as f64) }
    }

    /// Rows after which the build spills with that setting (exact for all 26 that were measured).
    pub(super) fn rows(&self, setting: u64) -> u64 {
        setting / self.counted
    }

    /// The setting from which on so many rows don't spill.
    pub(super) fn setting(&self, rows: u64) -> u64 {
        rows * self.counted
    }

    /// Bytes that so many rows take.
    pub(super) fn used(&self, rows: u64) -> u64 {
        (rows as f64 * self.taken).ceil() as u64
    }

    /// Bytes a row that pgvector does not know of.
    pub(super) fn not_counted(&self) -> f64 {
        self.taken - self.counted as f64
    }

    /// Bytes a row that pgvector reckons with.
    pub(super) fn counted(&self) -> u64 {
        self.counted
    }
}

/// The sum as pgvector makes it; each line is cut to whole bytes.
// pgvector 0.5.1 src/hnswbuild.c HnswGetMaxInMemoryElements.
fn counted(layout: Layout) -> u64 {
    let m = layout.m as f64;
    let level = std::f64::consts::LN_2 / ln(m);
    let mut bytes = 48;
    bytes = (bytes as f64 + 16.0 * (level + 1.0)) as u64;
    bytes = (bytes as f64 + 16.0 * (m * (level + 2.0))) as u64;
    bytes + 6 + layout.value
}

/// The sum of what is allocated (within 2 % of the memory of the process, measured with 0.5.1).
// pgvector 0.5.1 src/hnswutils.c HnswInitElement, HnswInitNeighbors, HnswAddHeapTid.
fn taken(layout: Layout, postgres_major: u16) -> f64 {
    let header = if postgres_major < 16 { 16 } else { 8 };
    let chunk = |bytes: u64| allocated(bytes, header) as f64;
    let level = layout.mean_level();
    let arrays = chunk(16 * 2 * layout.m) + level * chunk(16 * layout.m);
    // The element, the heads of its arrays, a list of heap TIDs, a heap TID, the vector.
    chunk(48) + chunk(16) * (1.0 + level) + arrays + chunk(56) + chunk(6) + chunk(layout.value)
}

/// Bytes that an allocation takes in the context of a portal.
// PostgreSQL 15 src/backend/utils/mmgr/aset.c with ALLOCSET_SMALL_SIZES: up to 1 kB in powers of
// two, above that a block of its own.
fn allocated(bytes: u64, header: u64) -> u64 {
    match bytes {
        0..=1024 => bytes.max(8).next_power_of_two() + header,
        _ => bytes.next_multiple_of(8) + header + 56,
    }
}
