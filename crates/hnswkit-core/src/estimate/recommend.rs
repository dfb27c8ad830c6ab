//! The `maintenance_work_mem` to set.

use super::{memory::Memory, workload::Workload};
use crate::domain::{Bytes, MemorySetting};

/// Rows may come between planning and running: a tenth.
const GROWTH: f64 = 1.1;
/// The model is good to 0.5 % (measured); a build that just spills would be a pity.
const MODEL_ERROR: f64 = 1.01;

/// Enough for the rows and some more, within what the server has.
pub(super) fn recommend(it: &Workload, memory: &Memory) -> MemorySetting {
    let rows = (it.rows.get() as f64 * GROWTH * MODEL_ERROR).ceil() as u64;
    capped(it, Bytes(memory.setting(rows)).max(MemorySetting::DEFAULT.bytes()))
}

/// At most half of the memory: a quarter is commonly `shared_buffers`, and the connections and
/// the page cache, from which the build reads the table, need the rest.
pub(super) fn capped(it: &Workload, wanted: Bytes) -> MemorySetting {
    const MIB: u64 = Bytes::mebibytes(1).get();
    let most = MemorySetting::MAX.bytes().get();
    let half = it.ram.map_or(most, |it| it.get() / 2);
    let bytes = wanted.get().min(half).min(most) / MIB * MIB;
    MemorySetting::new(Bytes(bytes)).unwrap_or(MemorySetting::MIN)
}
