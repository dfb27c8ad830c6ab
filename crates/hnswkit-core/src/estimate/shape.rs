//! How a workload is built: by how many, and how much of it in memory.

use super::{
    memory::Memory,
    parallel::{Build, decide},
    recommend::capped,
    time::likely,
    workload::Workload,
};
use crate::domain::MemorySetting;

/// What the model of time needs besides the workload.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) build: Build,
    pub(super) fits: u64,
    pub(super) in_memory: u64,
    pub(super) later: u64,
}

impl Shape {
    /// With the setting of the workload; without one, so much that all rows fit.
    pub(super) fn of(it: &Workload, processors: Option<u32>) -> Self {
        let setting =
            it.maintenance_work_mem.unwrap_or_else(|| capped(it, MemorySetting::MAX.bytes()));
        let (build, _) = decide(it, setting);
        let fits = Memory::new(it, build).rows(setting.bytes().get());
        let rows = it.rows.get();
        let later = rows.saturating_sub(fits);
        Self { build: build.on(processors), fits, in_memory: rows - later, later }
    }

    /// Seconds on the machine of the model.
    pub(super) fn seconds(&self, it: &Workload) -> f64 {
        likely(it, self.build, self.in_memory, self.later)
    }

    /// The share of rows that come after the spill.
    pub(super) fn spilled(&self) -> f64 {
        self.later as f64 / (self.in_memory + self.later).max(1) as f64
    }

    /// Processes that take part.
    pub(super) fn processes(&self) -> f64 {
        match self.build {
            Build::Serial => 1.0,
            Build::Parallel { workers } => f64::from(workers + 1),
        }
    }
}
