//! The sort of a concurrent build, which looks for what was written meanwhile.

use super::answer::Estimate;
use crate::domain::{Bytes, MemorySetting};

/// Bytes of a row in it, in memory and in a file.
// PostgreSQL 18 src/backend/utils/sort/tuplesort.c: a SortTuple of 24 bytes; a datum of 8 on
// tape with its length of 4.
const SORTED: (f64, f64) = (24.0, 12.0);

impl Estimate {
    /// The temporary file in which a concurrent build sorts the places of all rows; nothing where
    /// they fit `maintenance_work_mem`.
    pub fn sort_bytes(&self) -> Bytes {
        let rows = self.workload.rows.get() as f64;
        let memory = self.maintenance_work_mem.max(MemorySetting::MIN).bytes().get() as f64;
        Bytes(if memory < rows * SORTED.0 { (rows * SORTED.1) as u64 } else { 0 })
    }
}
