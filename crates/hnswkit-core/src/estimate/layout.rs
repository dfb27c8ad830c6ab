//! Bytes of what pgvector stores: values, element tuples, neighbor tuples.
//!
//! The format is one from pgvector 0.5.0 to 0.8.6 (index format version 1).

use super::workload::Workload;
use crate::domain::{ElementType, VectorType};

/// Bytes of a page.
// PostgreSQL's default; `./configure --with-blocksize` is rare.
pub(super) const PAGE: u64 = 8_192;
/// Bytes of a page that are its header (24) and pgvector's trailer (8).
// pgvector 0.8.6 src/hnsw.h HnswPageOpaqueData.
pub(super) const PAGE_OVERHEAD: u64 = 32;
/// Bytes of a page that tuples and item pointers share.
pub(super) const USABLE: u64 = PAGE - PAGE_OVERHEAD;
/// Bytes of the two item pointers of an element: one for each of its tuples.
pub(super) const ITEM_POINTERS: u64 = 8;

/// The heap tuples that one element can stand for.
// pgvector 0.8.6 src/hnsw.h HNSW_HEAPTIDS.
pub(super) const HEAP_TIDS: u64 = 10;

/// What one row of a kind of vector takes in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Bytes of the value with its header, as it is stored and kept in memory.
    pub(super) value: u64,
    /// Links per node and layer.
    pub(super) m: u64,
}

/// Rounds up to a multiple of 8, as `MAXALIGN` does.
pub(super) const fn align(bytes: u64) -> u64 {
    bytes.next_multiple_of(8)
}

/// Bytes of a value with its header; `non_zero` matters for sparsevec only.
// pgvector 0.8.6 src/vector.h VECTOR_SIZE, src/halfvec.h HALFVEC_SIZE, src/sparsevec.h
// SPARSEVEC_SIZE; PostgreSQL 18 src/include/utils/varbit.h VARBITTOTALLEN.
pub(super) fn value_bytes(element: ElementType, dimensions: u32, non_zero: u32) -> u64 {
    let dimensions = u64::from(dimensions);
    match element {
        ElementType::Vector => 8 + 4 * dimensions,
        ElementType::Halfvec => 8 + 2 * dimensions,
        ElementType::Bit => 8 + dimensions.div_ceil(8),
        ElementType::Sparsevec => {
            let most = dimensions.min(u64::from(VectorType::MAX_INDEXED_NON_ZERO));
            16 + 8 * u64::from(non_zero).min(most)
        }
    }
}

impl Layout {
    /// The layout of the rows of a workload.
    pub(super) fn of(it: &Workload) -> Self {
        Self::new(it.vector_type, it.non_zero, it.hnsw.m().get())
    }

    /// The layout of vectors of that type; `non_zero` matters for sparsevec only.
    pub(super) fn new(vector_type: VectorType, non_zero: u32, m: u32) -> Self {
        let value = value_bytes(vector_type.element(), vector_type.dimensions(), non_zero);
        Self { value, m: u64::from(m) }
    }

    /// Bytes of an element tuple: level, flags, ten heap TIDs, the neighbors' TID, the value.
    // pgvector 0.8.6 src/hnsw.h HNSW_ELEMENT_TUPLE_SIZE.
    pub(super) fn element(self) -> u64 {
        align(72 + self.value)
    }

    /// Bytes of the neighbor tuple of an element on that level: full length even when empty.
    // pgvector 0.8.6 src/hnsw.h HNSW_NEIGHBOR_TUPLE_SIZE.
    pub(super) fn neighbors(self, level: u64) -> u64 {
        align(4 + 6 * self.m * (level + 2))
    }

    /// Bytes that an element of that level takes of a page: both tuples and their item pointers.
    pub(super) fn pair(self, level: u64) -> u64 {
        self.element() + self.neighbors(level) + ITEM_POINTERS
    }

    /// The share of elements on each level from 0 up; the last stands for all above it, too.
    ///
    /// pgvector draws `floor(-ln(u) / ln(m))`, so a level has 1/m of the elements of the one
    /// below it. The list ends where fewer than one element in 100,000 is left.
    // pgvector 0.8.6 src/hnswutils.c HnswInitElement.
    pub(super) fn levels(self) -> Vec<f64> {
        let step = 1.0 / self.m as f64;
        let mut levels = Vec::with_capacity(18);
        let mut reach = 1.0;
        while 1e-5 <= reach * step {
            levels.push(reach * (1.0 - step));
            reach *= step;
        }
        levels.push(reach);
        levels
    }

    /// The mean level of an element.
    pub(super) fn mean_level(self) -> f64 {
        1.0 / (self.m as f64 - 1.0)
    }

    /// Bytes of an average neighbor tuple.
    pub(super) fn mean_neighbors(self) -> f64 {
        (0..).zip(self.levels()).map(|(level, share)| share * self.neighbors(level) as f64).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::Layout;

    fn layout(text: &str, non_zero: u32, m: u32) -> Layout {
        Layout::new(text.parse().unwrap(), non_zero, m)
    }

    #[test]
    fn sizes_are_those_of_the_headers() {
        for (text, non_zero, value) in [
            ("vector(1536)", 0, 6_152),
            ("halfvec(3)", 0, 14),
            ("bit(1025)", 0, 137),
            ("sparsevec(30000)", 100, 816),
            ("sparsevec(50)", 100, 416),
        ] {
            assert_eq!(layout(text, non_zero, 16).value, value, "{text}");
        }
        let it = layout("vector(1536)", 0, 16);
        assert_eq!((it.element(), it.neighbors(0), it.neighbors(1)), (6_224, 200, 296));
        assert_eq!(it.pair(0), 6_432);
    }

    #[test]
    fn levels_are_a_distribution() {
        for m in [2, 3, 16, 100] {
            let levels = layout("vector(3)", 0, m).levels();
            let sum: f64 = levels.iter().sum();
            assert!((sum - 1.0).abs() < 1e-12, "m = {m}: {sum}");
            assert!(levels.len() <= 18);
        }
        let it = layout("vector(3)", 0, 16);
        assert!((it.mean_neighbors() - 206.4).abs() < 1e-3);
    }
}
