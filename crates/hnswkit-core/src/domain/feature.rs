//! What came with which pgvector, and what was wrong in which.

use super::PgvectorVersion;

/// Something that pgvector can do from a version on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// What it is.
    pub title: &'static str,
    /// The first release that has it.
    pub since: PgvectorVersion,
}

/// A fault of some releases that matters to HNSW.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advisory {
    /// A short name, for findings.
    pub id: &'static str,
    /// The first release that has the fault.
    pub first: PgvectorVersion,
    /// The release that mends it.
    pub fixed: PgvectorVersion,
    /// What goes wrong.
    pub summary: &'static str,
    /// What to do besides upgrading.
    pub cure: &'static str,
    /// Whether indexes may have to be built anew after the upgrade.
    pub rebuild: bool,
    /// Where it is told.
    pub source: &'static str,
}

impl Advisory {
    /// Whether `version` has the fault.
    pub fn concerns(&self, version: PgvectorVersion) -> bool {
        self.first <= version && version < self.fixed
    }
}

const fn v(minor: u16, patch: u16) -> PgvectorVersion {
    PgvectorVersion::new(0, minor, patch)
}

/// What came when, oldest first (pgvector's CHANGELOG.md; probed on servers where one was at hand).
pub const FEATURES: &[Feature] = &[
    Feature {
        title: "HNSW on vector with L2, inner product and cosine; hnsw.ef_search",
        since: v(5, 0),
    },
    Feature { title: "parallel HNSW builds", since: v(6, 0) },
    Feature {
        title: "HNSW on halfvec, sparsevec and bit; L1, Hamming and Jaccard",
        since: v(7, 0),
    },
    Feature {
        title: "iterative scans: hnsw.iterative_scan, hnsw.max_scan_tuples, hnsw.scan_mem_multiplier",
        since: v(8, 0),
    },
    Feature { title: "PostgreSQL 18", since: v(8, 1) },
];

/// Known faults, oldest first.
pub const ADVISORIES: &[Advisory] = &[
    Advisory {
        id: "parallel-build-locking",
        first: v(6, 0),
        fixed: v(7, 4),
        summary: "the locking of parallel HNSW builds is wrong",
        cure: "build with max_parallel_maintenance_workers = 0",
        rebuild: false,
        source: "pgvector CHANGELOG.md, 0.7.4",
    },
    Advisory {
        id: "CVE-2026-3172",
        first: v(6, 0),
        fixed: v(8, 2),
        summary: "a parallel HNSW build with a very small maintenance_work_mem overflows a buffer",
        cure: "never build in parallel with maintenance_work_mem below 5 MB; this plan stays above",
        rebuild: false,
        source: "CVE-2026-3172; pgvector CHANGELOG.md, 0.8.2",
    },
    Advisory {
        id: "vacuum-corruption",
        first: v(5, 0),
        fixed: v(8, 3),
        summary: "an insert during VACUUM of an HNSW index can corrupt the index",
        cure: "upgrade, then REINDEX INDEX CONCURRENTLY indexes that were vacuumed under inserts",
        rebuild: true,
        source: "pgvector issue 988; CHANGELOG.md, 0.8.3",
    },
    Advisory {
        id: "vacuum-not-repaired",
        first: v(5, 0),
        fixed: v(8, 4),
        summary: "VACUUM can fail with \"hnsw graph not repaired\"",
        cure: "upgrade",
        rebuild: false,
        source: "pgvector issue 993; CHANGELOG.md, 0.8.4",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advisory_ends_with_the_fixed_release() {
        let cve = ADVISORIES.iter().find(|it| it.id == "CVE-2026-3172").unwrap();
        assert!(!cve.concerns(v(5, 1)));
        assert!(cve.concerns(v(8, 1)));
        assert!(!cve.concerns(v(8, 2)));
    }
}
