//! The memory of a build: how many rows a setting holds, and what rows need.

use super::{
    blocks::{BLOCK, Blocks},
    counted::Counted,
    graph::RowMemory,
    parallel::Build,
    workload::Workload,
};

/// What a parallel build leaves to PostgreSQL for its own shared objects.
// pgvector 0.8.6 src/hnswbuild.c HnswBeginParallel: estother.
pub(super) const LEFT_TO_POSTGRESQL: u64 = 3 << 20;
/// What a parallel build does not fill of its shared memory, so that it never runs out.
// pgvector 0.8.6 src/hnswbuild.c HnswBeginParallel: InitGraph.
pub(super) const NEVER_FILLED: u64 = 1 << 20;

/// How a build counts its memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Memory {
    /// pgvector 0.5: a number of rows is computed beforehand.
    Counted(Counted),
    /// One process: blocks of 1 MiB.
    Private(Blocks),
    /// Several processes: one piece of shared memory.
    Shared(RowMemory),
}

/// Whether all rows fit for sure: told without filling a block.
#[cfg(feature = "every-number")]
pub(super) fn surely_fit(it: &Workload, build: Build, setting: u64) -> bool {
    it.pgvector.builds_in_parallel()
        && build == Build::Serial
        && Blocks::surely_hold(RowMemory::new(it), it.postgres, setting / BLOCK, it.rows.get())
}

impl Memory {
    pub(super) fn new(it: &Workload, build: Build) -> Self {
        if !it.pgvector.builds_in_parallel() {
            return Self::Counted(Counted::new(it));
        }
        let row = RowMemory::new(it);
        match build {
            Build::Serial => Self::Private(Blocks::new(row, it.postgres)),
            Build::Parallel { .. } => Self::Shared(row),
        }
    }

    /// Rows that are in memory when the build spills with that setting.
    pub(super) fn rows(&self, setting: u64) -> u64 {
        match self {
            Self::Counted(it) => it.rows(setting),
            Self::Private(it) => it.rows(setting / BLOCK),
            Self::Shared(it) => {
                let area = match setting {
                    it if it <= LEFT_TO_POSTGRESQL => it,
                    it => it - LEFT_TO_POSTGRESQL,
                };
                (area.saturating_sub(NEVER_FILLED) as f64 / it.bytes()).ceil() as u64
            }
        }
    }

    /// The least setting in whole MiB with which so many rows don't spill.
    pub(super) fn setting(&self, rows: u64) -> u64 {
        match self {
            Self::Counted(it) => it.setting(rows).next_multiple_of(BLOCK),
            Self::Private(it) => BLOCK * it.least(rows, |holds| rows <= holds),
            Self::Shared(_) => self.used(rows).next_multiple_of(BLOCK),
        }
    }

    /// Bytes that the build of so many rows takes if it does not spill.
    pub(super) fn used(&self, rows: u64) -> u64 {
        match self {
            Self::Counted(it) => it.used(rows),
            // A block is taken by a row that does not fit the ones before.
            Self::Private(it) => BLOCK * it.least(rows, |holds| rows < holds),
            Self::Shared(it) => {
                (rows as f64 * it.bytes()).ceil() as u64 + LEFT_TO_POSTGRESQL + NEVER_FILLED
            }
        }
    }
}
