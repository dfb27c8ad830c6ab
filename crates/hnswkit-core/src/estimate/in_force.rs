//! From the NOTICE of a build that spilled back to the setting that was in force.

use super::{blocks::BLOCK, graph::RowMemory, memory::Memory, parallel::Build, workload::Workload};
use crate::domain::{Bytes, ElementType};

/// The `maintenance_work_mem` of a build that said "hnsw graph no longer fits into
/// maintenance_work_mem after N tuples".
///
/// The NOTICE does not tell whether the build was parallel; so there is an answer for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryInForce {
    /// If one process built the index; `None` if no setting fits the number.
    pub serial: Option<MemoryRange>,
    /// If workers took part; `None` if no setting fits the number, and before pgvector 0.6.
    pub parallel: Option<MemoryRange>,
}

/// A setting is between these, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryRange {
    /// The least.
    pub low: Bytes,
    /// The most.
    pub high: Bytes,
}

/// Standard deviations of the levels that were drawn.
const SIGMAS: f64 = 4.5;
/// What the model is off besides (measured).
const MODEL_ERROR: f64 = 0.002;
/// The average of a sparsevec's elements is guessed.
const SPARSE_ERROR: f64 = 0.1;
/// Rows that other processes have in hand.
const IN_HAND: f64 = 4.0;

/// The setting that was in force when a build of `it` spilled after so many tuples.
///
/// `maintenance_work_mem` and `rows` of the workload are not used.
pub fn memory_in_force(it: &Workload, spilled_after: u64) -> MemoryInForce {
    let around = Around::new(it, spilled_after);
    let serial = match Memory::new(it, Build::Serial) {
        // The number is computed, not measured: every setting gives one number.
        Memory::Counted(counted) => {
            Some(range(counted.setting(spilled_after), counted.setting(spilled_after + 1) - 1))
        }
        // A part of a MiB does not matter to it.
        private => {
            let blocks = |least: u64| private.setting(least) / BLOCK;
            let (first, after) = (blocks(around.least), blocks(around.most + 1));
            (first < after).then(|| range(first * BLOCK, after * BLOCK - 1))
        }
    };
    let parallel = it.pgvector.builds_in_parallel().then(|| {
        let shared = Memory::new(it, Build::Parallel { workers: 1 });
        range(shared.used(around.least.saturating_sub(1)), shared.used(around.most))
    });
    MemoryInForce { serial, parallel }
}

/// Settings are whole kilobytes.
fn range(low: u64, high: u64) -> MemoryRange {
    MemoryRange { low: Bytes(low.next_multiple_of(1 << 10)), high: Bytes(high >> 10 << 10) }
}

/// The numbers that the model may give for a number that a server gave.
struct Around {
    least: u64,
    most: u64,
}

impl Around {
    fn new(it: &Workload, rows: u64) -> Self {
        let n = rows as f64;
        let model = match it.vector_type.element() {
            ElementType::Sparsevec => SPARSE_ERROR,
            _ => MODEL_ERROR,
        };
        let row = RowMemory::new(it);
        let by_chance = n.sqrt() * row.deviation(0.0) / row.bytes();
        let off = SIGMAS * by_chance + model * n + IN_HAND;
        Self { least: (n - off).max(0.0).floor() as u64, most: (n + off).ceil() as u64 }
    }
}
