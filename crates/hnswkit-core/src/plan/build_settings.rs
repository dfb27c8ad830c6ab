//! How the session that builds is set up.

use super::{IndexRequest, Target};
#[cfg(feature = "every-number")]
use crate::estimate::Sample;
use crate::{
    domain::{Bytes, MemorySetting, PgvectorVersion, PostgresVersion},
    estimate::{Build, Estimate, TooLarge, Workload, estimate, is_too_much},
};

/// The settings for one build and the numbers that follow from them.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildSettings {
    /// Memory for the graph.
    pub maintenance_work_mem: MemorySetting,
    /// Parallel workers; `None` leaves the choice to the server.
    pub workers: Option<u32>,
    /// The numbers.
    pub estimate: Estimate,
}

fn whole_mebibytes(it: Bytes) -> Bytes {
    Bytes::mebibytes(it.get() >> 20)
}

impl Target {
    /// What parallel builds may take of `/dev/shm`, when it is known and matters.
    fn shared_memory(&self) -> Option<Bytes> {
        #[cfg(feature = "every-number")]
        {
            let reserved = self.memory.min_dynamic_shared_memory.unwrap_or_default();
            let there = self.memory.shared_memory.or(self.platform.shared_memory())?;
            Some(there.max(reserved))
        }
        #[cfg(not(feature = "every-number"))]
        self.platform.shared_memory()
    }
}

impl IndexRequest {
    /// What the estimates of this index on `target` are made from.
    ///
    /// What is not known of the server is taken to be the newest that was measured; sizes are
    /// the same in all releases.
    pub fn workload(&self, target: &Target) -> Workload {
        Workload {
            vector_type: self.vector_type,
            #[cfg(feature = "every-operation")]
            stored: self.reduced.as_ref().map(crate::domain::Reduced::stored_bytes),
            #[cfg(not(feature = "every-operation"))]
            stored: None,
            non_zero: self.non_zero.unwrap_or(1),
            metric: self.metric(),
            hnsw: self.definition.hnsw,
            rows: self.rows,
            duplicates: self.duplicates,
            pgvector: target.pgvector.unwrap_or(PgvectorVersion::NEWEST_KNOWN),
            postgres: target.postgres.unwrap_or(PostgresVersion::NEWEST_KNOWN),
            ram: target.ram,
            maintenance_work_mem: self.maintenance_work_mem,
            workers: self.workers,
        }
    }
}

impl BuildSettings {
    /// Chooses the settings for `index` on `target`.
    ///
    /// # Errors
    ///
    /// When the index would be larger than a relation can be.
    pub fn choose(index: &IndexRequest, target: &Target) -> Result<Self, TooLarge> {
        let mut workload = index.workload(target);
        let mut first = estimate(&workload)?;
        if let Some(most) = target.platform.most_memory()
            && workload.maintenance_work_mem.is_none()
            && most < first.maintenance_work_mem.bytes()
        {
            // What the platform refuses is not in the plan.
            workload.maintenance_work_mem = MemorySetting::new(whole_mebibytes(most)).ok();
            first = estimate(&workload)?;
        }
        #[cfg(feature = "every-number")]
        if workload.maintenance_work_mem.is_none()
            && let Some(room) = target.room_for(&first)
        {
            workload.maintenance_work_mem = Some(room);
            first = estimate(&workload)?;
        }
        let too_much_shared_memory =
            target.shared_memory().is_some_and(|it| is_too_much(first.maintenance_work_mem, it));
        let (workers, estimate) = match (index.workers, too_much_shared_memory) {
            // A parallel build would ask for more than /dev/shm has, fail, and leave an INVALID
            // index; whether it is parallel depends on columns that we do not know.
            (None, true) => (Some(0), estimate(&Workload { workers: Some(0), ..workload })?),
            (workers, _) => (workers, first),
        };
        let estimate = estimate.on_processors(target.cpus);
        Ok(Self { maintenance_work_mem: estimate.maintenance_work_mem, workers, estimate })
    }

    /// The same, its time narrowed by builds that were timed on the server.
    #[cfg(feature = "every-number")]
    pub fn calibrated(mut self, samples: &[Sample]) -> Self {
        self.estimate.calibrate(samples);
        self
    }

    /// Whether the size of the heap must be kept from making the build serial.
    pub fn forces_parallel(&self) -> bool {
        self.workers.is_some() && matches!(self.estimate.build, Build::Parallel { .. })
    }
}
