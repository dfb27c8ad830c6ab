//! How a workload is built: by how many, and how much of it in memory.

use super::{
    memory::{Memory, surely_fit},
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
    /// Rows that fit into memory.
    pub(super) fits: u64,
    pub(super) in_memory: u64,
    pub(super) later: u64,
}

impl Shape {
    /// With the setting of the workload; without one, so much that all rows fit.
    ///
    /// Where all rows fit for sure, `fits` is no more than they are.
    pub(super) fn of(it: &Workload, processors: Option<u32>) -> Self {
        let (build, setting) = chosen(it);
        let fits = if surely_fit(it, build, setting) {
            it.rows.get()
        } else {
            Memory::new(it, build).rows(setting)
        };
        Self::with(it, build.on(processors), fits)
    }

    /// The same of an index whose memory is known for one way to build it.
    pub(super) fn known(
        it: &Workload,
        processors: Option<u32>,
        (way, memory): (Build, &Memory),
    ) -> Self {
        let (build, setting) = chosen(it);
        let fits = if (way == Build::Serial) == (build == Build::Serial) {
            memory.rows(setting)
        } else {
            Memory::new(it, build).rows(setting)
        };
        Self::with(it, build.on(processors), fits)
    }

    fn with(it: &Workload, build: Build, fits: u64) -> Self {
        let rows = it.rows.get();
        let later = rows.saturating_sub(fits);
        Self { build, fits, in_memory: rows - later, later }
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

/// How it is built, and with how many bytes.
fn chosen(it: &Workload) -> (Build, u64) {
    let setting = it.maintenance_work_mem.unwrap_or_else(|| capped(it, MemorySetting::MAX.bytes()));
    (decide(it, setting).0, setting.bytes().get())
}
