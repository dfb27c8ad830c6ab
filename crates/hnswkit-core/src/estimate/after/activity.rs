//! What happens to the table after the build, as far as it is known.

use crate::domain::{Bytes, MemorySetting};

/// What happens to the table after the build, and the settings that it meets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activity {
    /// Rows with a vector that are inserted a day.
    pub inserts: u64,
    /// Rows that are deleted a day.
    pub deletes: u64,
    /// Updates a day that keep the vector and are not HOT.
    pub updates: u64,
    /// Updates a day that change the vector.
    pub vector_updates: u64,
    /// The days to look ahead.
    pub days: u32,
    /// `autovacuum_vacuum_scale_factor`: the share of dead rows that VACUUM waits for.
    pub dead_share: f64,
    /// `autovacuum_work_mem`, or `maintenance_work_mem` where that is -1.
    pub vacuum_memory: Option<MemorySetting>,
    /// `checkpoint_timeout` in seconds.
    pub checkpoint_seconds: u32,
    /// `shared_buffers`.
    pub shared_buffers: Option<Bytes>,
}

impl Default for Activity {
    /// Nothing happens; the settings are PostgreSQL's own.
    // PostgreSQL 18 src/backend/utils/misc/guc_tables.c.
    fn default() -> Self {
        Self {
            inserts: 0,
            deletes: 0,
            updates: 0,
            vector_updates: 0,
            days: 30,
            dead_share: 0.2,
            vacuum_memory: None,
            checkpoint_seconds: 300,
            shared_buffers: None,
        }
    }
}

impl Activity {
    /// Whether anything is known to happen.
    pub fn is_known(&self) -> bool {
        0 < self.inserts + self.deletes + self.updates + self.vector_updates
    }

    /// Rows that die a day.
    pub(super) fn dead_a_day(&self) -> f64 {
        (self.deletes + self.updates + self.vector_updates) as f64
    }

    /// How many of the rows that die leave a dead element, as a share; all where nothing is known.
    pub(super) fn share_of_elements(&self, merges_duplicates: bool) -> f64 {
        if self.dead_a_day() == 0.0 || !merges_duplicates {
            return 1.0;
        }
        (self.deletes + self.vector_updates) as f64 / self.dead_a_day()
    }

    /// The part of a day between two checkpoints.
    pub(super) fn checkpoint_days(&self) -> f64 {
        f64::from(self.checkpoint_seconds.max(1)) / 86_400.0
    }
}
