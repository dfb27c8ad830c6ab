//! Whether a build is parallel, and the shared memory that it takes.

use std::fmt;

use super::{
    layout::{Layout, PAGE, align},
    memory::LEFT_TO_POSTGRESQL,
    workload::Workload,
};
use crate::domain::{Bytes, MemorySetting, PgvectorVersion};

/// How an index is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// By one process.
    Serial,
    /// By one process and its workers.
    Parallel {
        /// The workers, at least 1.
        workers: u32,
    },
}

impl Build {
    /// As if so many of its processes took part as there are processors; the others only share.
    pub(super) fn on(self, processors: Option<u32>) -> Self {
        match (self, processors) {
            (Self::Parallel { .. }, Some(..=1)) => Self::Serial,
            (Self::Parallel { workers }, Some(most)) => {
                Self::Parallel { workers: workers.min(most - 1) }
            }
            (it, _) => it,
        }
    }
}

/// `max_parallel_maintenance_workers` where nobody has changed it.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c.
const DEFAULT_WORKERS: u32 = 2;
/// `min_parallel_table_scan_size` where nobody has changed it.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c.
const MIN_HEAP: Bytes = Bytes::mebibytes(8);
/// What PostgreSQL wants for the leader and one worker: 32 MB each.
// PostgreSQL 18 src/backend/optimizer/plan/planner.c plan_create_index_workers.
const MIN_SETTING: Bytes = Bytes::mebibytes(64);

/// What statistics of tables and indexes may take of `/dev/shm` besides: the server keeps them there
/// since PostgreSQL 15, and takes more in steps that double (measured on 18.6: nothing more for
/// 1,000 tables with a primary key each, 2 MB for 3,000, 8 MB for 10,000).
pub(crate) const STATISTICS: Bytes = Bytes::mebibytes(8);

/// Whether a parallel build with that setting could fail for want of so much shared memory.
pub(crate) fn is_too_much(setting: MemorySetting, there: Bytes) -> bool {
    let bytes = setting.bytes();
    MIN_SETTING <= bytes && there.get() < bytes.get() + STATISTICS.get()
}

/// Bytes of the segment that are not the graph's (measured: about 36 kB).
const SEGMENT: u64 = 36 << 10;

/// A tuple above this has its vector moved out of the heap.
// PostgreSQL 18 src/include/access/heaptoast.h TOAST_TUPLE_THRESHOLD.
const TOAST_THRESHOLD: u64 = 2_032;
/// Bytes of a row of a key and a TOASTed vector (measured: 52 to 55).
const TOASTED_ROW: u64 = 54;

/// The rule that decides how an index is built; shown as a clause: "the table has …".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildReason {
    /// This release knows no parallel builds.
    Release(PgvectorVersion),
    /// So many workers are asked for.
    Asked(u32),
    /// The setting is too small for a worker.
    SmallMemory(MemorySetting),
    /// The table has so many bytes, too few for a worker.
    SmallTable(Bytes),
    /// The table has so many bytes, enough for workers.
    LargeTable(Bytes),
}

impl fmt::Display for BuildReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Release(pgvector) => {
                write!(f, "pgvector {pgvector} builds in one process; workers came with 0.6.0")
            }
            Self::Asked(0) => f.write_str("no workers are asked for"),
            Self::Asked(workers) => write!(f, "{workers} workers are asked for"),
            Self::SmallMemory(setting) => write!(
                f,
                "maintenance_work_mem is {setting}, and PostgreSQL plans workers from 64MB on"
            ),
            Self::SmallTable(heap) => write!(
                f,
                "the table without TOAST has about {heap}, and PostgreSQL plans workers from 8 MiB \
                 on (min_parallel_table_scan_size)"
            ),
            Self::LargeTable(heap) => write!(
                f,
                "the table has about {heap}, above the 8 MiB from which on PostgreSQL plans \
                 workers; max_parallel_maintenance_workers is taken to be {DEFAULT_WORKERS}"
            ),
        }
    }
}

/// How the index is built with that setting, and the rule that decides it.
pub(super) fn decide(it: &Workload, setting: MemorySetting) -> (Build, BuildReason) {
    if !it.pgvector.builds_in_parallel() {
        return (Build::Serial, BuildReason::Release(it.pgvector));
    }
    match it.workers {
        Some(0) => return (Build::Serial, BuildReason::Asked(0)),
        Some(workers) => return (Build::Parallel { workers }, BuildReason::Asked(workers)),
        None => {}
    }
    if setting.bytes() < MIN_SETTING {
        return (Build::Serial, BuildReason::SmallMemory(setting));
    }
    let heap = heap(it);
    if heap < MIN_HEAP {
        return (Build::Serial, BuildReason::SmallTable(heap));
    }
    (Build::Parallel { workers: DEFAULT_WORKERS }, BuildReason::LargeTable(heap))
}

/// What a parallel build takes of shared memory, at once and whatever the rows.
// pgvector 0.8.6 src/hnswbuild.c HnswBeginParallel; /dev/shm watched.
pub(super) fn shared_memory(build: Build, setting: MemorySetting) -> Bytes {
    match (build, setting.bytes().get()) {
        (Build::Serial, _) => Bytes(0),
        (_, it) if it <= LEFT_TO_POSTGRESQL => Bytes(it + SEGMENT),
        (_, it) => Bytes(it - LEFT_TO_POSTGRESQL + SEGMENT),
    }
}

/// Bytes of the heap of a table of a key and the vector, without TOAST.
pub(super) fn heap(it: &Workload) -> Bytes {
    let value = it.stored.unwrap_or(Layout::of(it).value);
    // The header of the tuple with its NULL bitmap's place, a bigint, the vector.
    let tuple = align(24 + 8 + value);
    let row = if TOAST_THRESHOLD < tuple { TOASTED_ROW } else { 4 + tuple };
    let a_page = (PAGE - 24) / row;
    Bytes(it.rows.get().div_ceil(a_page) * PAGE)
}
