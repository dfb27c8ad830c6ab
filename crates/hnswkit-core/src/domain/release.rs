//! The releases of pgvector that have HNSW.

use super::PgvectorVersion;

/// A release of pgvector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// Its version.
    pub version: PgvectorVersion,
    /// The day of the release, as in `2024-10-30`.
    pub date: &'static str,
    /// What it changed for HNSW, in a few words; empty when nothing.
    pub changes: &'static str,
}

macro_rules! releases {
    ($($minor:literal $patch:literal $date:literal $changes:literal)+) => {
        /// Every release with HNSW, oldest first.
        // Dates and changes: pgvector's CHANGELOG.md; what matters to HNSW only.
        pub static RELEASES: &[Release] = &[$(Release {
            version: PgvectorVersion::new(0, $minor, $patch),
            date: $date,
            changes: $changes,
        }),+];
    };
}

releases! {
    5 0 "2023-08-28" "HNSW, on `vector`"
    5 1 "2023-10-10" "faster builds"
    6 0 "2024-01-29" "parallel builds; less memory and WAL for a build; `vector` is stored uncompressed (`external`) in new columns"
    6 1 "2024-03-04" ""
    6 2 "2024-03-18" "less lock contention in parallel builds"
    7 0 "2024-04-29" "`halfvec`, `sparsevec` and `bit` can be indexed; L1, Hamming and Jaccard distance"
    7 1 "2024-06-03" "faster builds on disk"
    7 2 "2024-06-11" "indexes on unlogged tables survive a crash (their init fork was wrong)"
    7 3 "2024-07-22" "the error `failed to add index item` with `sparsevec` is mended"
    7 4 "2024-08-05" "the locking of parallel builds is mended"
    8 0 "2024-10-30" "iterative scans; better cost estimates for filtered queries; faster scans, inserts and builds on disk"
    8 1 "2025-09-04" "PostgreSQL 18"
    8 2 "2026-02-25" "CVE-2026-3172 is mended; index searches in `EXPLAIN` of PostgreSQL 18"
    8 3 "2026-06-17" "a possible corruption of the index by VACUUM is mended; Hamming and Jaccard are fast again on PostgreSQL 18"
    8 4 "2026-06-30" "VACUUM no longer fails with `hnsw graph not repaired`, nor inserts beside it"
    8 5 "2026-07-08" ""
    8 6 "2026-07-29" "a cast from an array to `sparsevec` keeps the limit of elements that are not zero"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ADVISORIES, FEATURES};

    #[test]
    fn releases_are_in_order_and_mend_what_was_wrong() {
        assert_eq!(RELEASES[0].version, PgvectorVersion::FIRST_WITH_HNSW);
        assert_eq!(RELEASES[RELEASES.len() - 1].version, PgvectorVersion::NEWEST_KNOWN);
        assert!(RELEASES.windows(2).all(|it| it[0].version < it[1].version));
        assert!(RELEASES.windows(2).all(|it| it[0].date < it[1].date));
        let versions = FEATURES.iter().map(|it| it.since);
        let mended = ADVISORIES.iter().flat_map(|it| [it.first, it.fixed]);
        for version in versions.chain(mended) {
            assert!(RELEASES.iter().any(|it| it.version == version), "{version}");
        }
    }
}
