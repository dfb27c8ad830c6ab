//! The two parameters of an HNSW index and the rule between them.

use std::fmt;

use super::{EfConstruction, M};

/// The parameters of an HNSW index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hnsw {
    // Invariant: 2 * m <= ef_construction.
    m: M,
    ef_construction: EfConstruction,
}

/// A pair that pgvector refuses.
// pgvector 0.8.6 src/hnswbuild.c, InitBuildState.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFewCandidates {
    /// The links that were asked for.
    pub m: M,
    /// The candidates that were asked for.
    pub ef_construction: EfConstruction,
}

impl Hnsw {
    /// Accepts the pair if pgvector would.
    ///
    /// # Errors
    ///
    /// When `ef_construction` is below twice `m`.
    pub fn new(m: M, ef_construction: EfConstruction) -> Result<Self, TooFewCandidates> {
        if ef_construction.get() < 2 * m.get() {
            return Err(TooFewCandidates { m, ef_construction });
        }
        Ok(Self { m, ef_construction })
    }

    /// Links per node and layer.
    pub fn m(self) -> M {
        self.m
    }

    /// Candidates kept while the graph is built.
    pub fn ef_construction(self) -> EfConstruction {
        self.ef_construction
    }

    /// Whether pgvector merges equal vectors into one element.
    ///
    /// With `ef_construction` of exactly twice `m`, which pgvector accepts, it does not:
    /// its `SelectNeighbors` then returns the candidates unsorted, and `FindDuplicate` stops at
    /// the first that differs. Each non-HOT update adds a whole element (measured with pgvector
    /// 0.5.1, 0.7.4 and 0.8.6).
    pub fn merges_duplicates(self) -> bool {
        self.ef_construction.get() != 2 * self.m.get()
    }
}

impl fmt::Display for TooFewCandidates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`ef_construction` must be at least twice `m` ({} for m = {}), but is {}",
            2 * self.m.get(),
            self.m,
            self.ef_construction
        )
    }
}

impl std::error::Error for TooFewCandidates {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_candidates_do_not_cover_every_m() {
        let err = Hnsw::new(M::new(33).unwrap(), EfConstruction::default()).unwrap_err();
        assert_eq!(
            err.to_string(),
            "`ef_construction` must be at least twice `m` (66 for m = 33), but is 64"
        );
    }

    #[test]
    fn exactly_twice_is_accepted_and_switches_merging_off() {
        let pair = Hnsw::new(M::new(32).unwrap(), EfConstruction::default()).unwrap();
        assert!(!pair.merges_duplicates());
        assert!(Hnsw::default().merges_duplicates());
    }
}
