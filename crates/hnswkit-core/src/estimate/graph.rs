//! Bytes that one row takes while its graph is built in memory.

use super::{
    layout::{Layout, align},
    workload::Workload,
};
use crate::domain::PostgresVersion;

/// The sizes of pgvector's structs, on 64-bit systems.
// pgvector 0.8.6 src/hnsw.h: HnswElementData with its LWLock, a pointer to each neighbor array,
// the head of HnswNeighborArray, HnswCandidate.
const ELEMENT: f64 = 128.0;
const POINTER: f64 = 8.0;
const ARRAY: f64 = 8.0;
const CANDIDATE: f64 = 16.0;

/// Chunks of a row, with those of all upper layers taken for one.
pub(super) const CHUNKS: usize = 5;

/// What an average row takes: in the order in which it is allocated, without headers.
// pgvector 0.8.6 src/hnswutils.c HnswInitElement, src/hnswbuild.c InsertTuple.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RowMemory {
    /// The element itself.
    pub(super) element: f64,
    /// Pointers to the neighbor arrays: one each layer.
    pub(super) pointers: f64,
    /// The array of layer 0, with 2 m links.
    pub(super) ground: f64,
    /// The arrays of all layers above, with m links each; most rows have none.
    pub(super) upper: f64,
    /// The vector.
    pub(super) value: f64,
    /// Chunks above layer 0: a fraction.
    upper_chunks: f64,
    /// The standard deviation of a row's level.
    level_deviation: f64,
    /// Bytes that a level adds: a pointer and an array.
    level: f64,
}

impl RowMemory {
    pub(super) fn new(it: &Workload) -> Self {
        let layout = Layout::of(it);
        let (m, level) = (layout.m as f64, layout.mean_level());
        let array = ARRAY + CANDIDATE * m;
        Self {
            element: ELEMENT,
            pointers: POINTER * (1.0 + level),
            ground: ARRAY + CANDIDATE * 2.0 * m,
            upper: level * array,
            value: align(layout.value) as f64,
            upper_chunks: level,
            // The variance of a geometric distribution.
            level_deviation: (level + level * level).sqrt(),
            level: POINTER + array,
        }
    }

    /// Without any header: the shared memory of a parallel build.
    pub(super) fn bytes(self) -> f64 {
        self.element + self.pointers + self.ground + self.upper + self.value
    }

    /// Chunks that a row takes.
    pub(super) fn chunks(self) -> f64 {
        4.0 + self.upper_chunks
    }

    /// The chunks of a row in a memory context of PostgreSQL, headers included.
    pub(super) fn allocations(self, header: f64) -> [f64; CHUNKS] {
        [
            self.element + header,
            self.pointers + header,
            self.ground + header,
            self.upper + header * self.upper_chunks,
            self.value + header,
        ]
    }

    /// The standard deviation of the bytes of a row whose chunks have such headers.
    pub(super) fn deviation(self, header: f64) -> f64 {
        self.level_deviation * (self.level + header)
    }
}

/// Bytes of the header of a chunk in a generation context.
// PostgreSQL 16 src/include/utils/memutils_memorychunk.h; PostgreSQL 15
// src/backend/utils/mmgr/generation.c (measured with both; 13 and 14 read only).
pub(super) fn chunk_header(postgres: PostgresVersion) -> f64 {
    if postgres.major < 16 { 24.0 } else { 8.0 }
}
