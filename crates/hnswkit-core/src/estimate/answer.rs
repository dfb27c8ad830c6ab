//! The answer: all numbers of one index.

use std::fmt;

use super::{
    breakdown::{of_index, of_memory},
    layout::PAGE,
    memory::Memory,
    parallel::{Build, BuildReason, decide, shared_memory},
    parts::Part,
    recommend::{capped, recommend},
    sized::{Sized, size},
    time::band,
    wal::wal,
    workload::Workload,
};
#[cfg(feature = "every-number")]
use super::{
    calibration::{Calibrated, Sample, with_shape},
    shape::Shape,
    size::PageModel,
};
use crate::domain::{Bytes, ElementType, MemorySetting, Rows, Seconds};

/// The numbers of one index, with what they are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// The size of the index after it was built.
    pub index_bytes: Bytes,
    /// The least to reckon with, however it is built or filled.
    pub index_bytes_low: Bytes,
    /// The most to reckon with, however it is built or filled.
    pub index_bytes_high: Bytes,
    /// Pages of 8 kB in `index_bytes`, the meta page included; at least 2.
    pub pages: u64,
    /// `index_bytes` a row; 0.0 without rows.
    pub bytes_per_row: f64,
    /// Memory of a build that does not spill.
    pub build_memory_bytes: Bytes,
    /// The setting that all numbers are for: the one given, else the one recommended.
    pub maintenance_work_mem: MemorySetting,
    /// The setting to choose.
    pub recommended_maintenance_work_mem: MemorySetting,
    /// Rows after which the build spills with `maintenance_work_mem`.
    pub fits_in_memory_rows: Rows,
    /// Rows that come after that.
    pub spilled_rows: Rows,
    /// Whether the build is parallel.
    pub build: Build,
    /// The rule that decided it, as a clause: "the table has …".
    pub build_reason: BuildReason,
    /// The build is hardly faster than this.
    pub build_seconds_low: Seconds,
    /// The build is hardly slower than this, on a machine that does nothing else.
    pub build_seconds_high: Seconds,
    /// What builds that were timed say of the time; `build_seconds_low` and `_high` are then
    /// theirs.
    #[cfg(feature = "every-number")]
    pub calibrated: Option<Calibrated>,
    /// WAL that the build writes.
    pub wal_bytes: Bytes,
    /// Disk that the build needs at the most: the index and its WAL.
    pub disk_peak_bytes: Bytes,
    /// Shared memory that the build takes at its beginning; 0 if it is serial.
    pub shared_memory_bytes: Bytes,
    pub(super) workload: Workload,
    pub(super) elements: u64,
    #[cfg(feature = "every-number")]
    pub(super) model: PageModel,
    #[cfg(feature = "every-number")]
    memory: Memory,
    pub(super) processors: Option<u32>,
}

/// What the numbers are made of; told when asked, as a plan of thousands of indexes never asks.
impl Estimate {
    /// The parts of `index_bytes`, which they add up to.
    pub fn parts(&self) -> Vec<Part> {
        of_index(&self.workload, self.elements, self.pages)
    }

    /// The parts of `build_memory_bytes`, which they add up to.
    pub fn memory_parts(&self) -> Vec<Part> {
        of_memory(&self.workload, self.build, self.build_memory_bytes.get())
    }

    /// The same on a server of so many processors: a parallel build is no faster than they are.
    pub fn on_processors(mut self, processors: Option<u32>) -> Self {
        self.processors = processors;
        let rows = self.workload.rows.get();
        let later = self.spilled_rows.get().min(rows);
        let build = self.build.on(processors);
        (self.build_seconds_low, self.build_seconds_high) =
            band(&self.workload, build, rows - later, later);
        self
    }

    /// What was taken for granted, as sentences without a full stop.
    pub fn assumptions(&self) -> Vec<String> {
        let mut list = assumptions(&self.workload);
        #[cfg(feature = "every-number")]
        let of_the_machine = if self.calibrated.is_some() {
            "time: the builds that were timed ran on this server, on vectors of the same kind"
        } else {
            OF_THE_MACHINE
        };
        #[cfg(not(feature = "every-number"))]
        let of_the_machine = OF_THE_MACHINE;
        list.push(of_the_machine.to_owned());
        list.push(
            "WAL: wal_level is replica or logical; with minimal a plain build writes none"
                .to_owned(),
        );
        list
    }

    /// Lets builds that were timed on the server narrow the time.
    #[cfg(feature = "every-number")]
    pub fn calibrate(&mut self, samples: &[Sample]) {
        let workload =
            Workload { maintenance_work_mem: Some(self.maintenance_work_mem), ..self.workload };
        let shape = self.shape(&workload);
        self.calibrated = with_shape(&workload, &shape, self.processors, samples);
        if let Some(it) = self.calibrated {
            (self.build_seconds_low, self.build_seconds_high) = (it.low, it.high);
        }
    }

    /// How it is built with another setting of its memory.
    #[cfg(feature = "every-number")]
    pub(super) fn shape(&self, it: &Workload) -> Shape {
        Shape::known(it, self.processors, (self.build, &self.memory))
    }

    /// What the numbers are for.
    #[cfg(feature = "every-number")]
    pub fn workload(&self) -> &Workload {
        &self.workload
    }

    /// The processors of the server, when they are known.
    #[cfg(feature = "every-number")]
    pub fn processors(&self) -> Option<u32> {
        self.processors
    }
}

/// What is taken for granted of a machine that nobody has timed.
const OF_THE_MACHINE: &str = "time: clustered vectors, a recent server processor, data in memory";

/// An index that PostgreSQL cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// The pages that it would take.
    pub pages: u64,
}

impl TooLarge {
    /// The most pages of a relation.
    // PostgreSQL 18 src/include/storage/block.h MaxBlockNumber.
    pub const MAX_PAGES: u64 = u32::MAX as u64 - 1;
}

/// Computes size, memory, time and WAL of one index.
///
/// ```
/// use hnswkit_core::{domain::{Hnsw, Metric}, estimate::{Workload, estimate}};
///
/// let it = estimate(&Workload {
///     vector_type: "vector(1536)".parse()?,
///     stored: None, non_zero: 1,
///     metric: Metric::Cosine,
///     hnsw: Hnsw::default(),
///     rows: "10k".parse().unwrap(),
///     duplicates: 0.0,
///     pgvector: "0.8.6".parse().unwrap(),
///     postgres: "18".parse().unwrap(),
///     ram: None,
///     maintenance_work_mem: None,
///     workers: None,
/// })?;
/// assert_eq!(it.index_bytes.to_string(), "78.1 MiB");
/// assert_eq!(it.maintenance_work_mem.to_string(), "73MB");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When the index takes more pages than a relation can have.
pub fn estimate(it: &Workload) -> Result<Estimate, TooLarge> {
    // A recommended setting is never below the default unless the server has too little memory.
    let least = capped(it, MemorySetting::DEFAULT.bytes());
    let (build, build_reason) = decide(it, it.maintenance_work_mem.unwrap_or(least));
    let memory = Memory::new(it, build);
    let recommended = recommend(it, &memory);
    let setting = it.maintenance_work_mem.unwrap_or(recommended);

    let rows = it.rows.get();
    let fits = memory.rows(setting.bytes().get());
    let spilled = rows.saturating_sub(fits);
    let sized = size(it, spilled);
    let Sized { elements, inserted, pages, .. } = sized;
    if TooLarge::MAX_PAGES < pages.expected {
        return Err(TooLarge { pages: pages.expected });
    }
    let bytes = |pages: u64| Bytes(pages.min(TooLarge::MAX_PAGES) * PAGE);
    let (index_bytes, index_bytes_high) = (bytes(pages.expected), bytes(pages.high));
    let used = memory.used(rows);
    let (build_seconds_low, build_seconds_high) = band(it, build, rows - spilled, spilled);
    let wal_bytes = wal(it, elements, inserted, pages.expected);
    Ok(Estimate {
        index_bytes,
        index_bytes_low: bytes(pages.low),
        index_bytes_high,
        pages: pages.expected,
        bytes_per_row: if rows == 0 { 0.0 } else { index_bytes.get() as f64 / rows as f64 },
        build_memory_bytes: Bytes(used),
        maintenance_work_mem: setting,
        recommended_maintenance_work_mem: recommended,
        fits_in_memory_rows: Rows::new(fits).unwrap_or(Rows::MAX),
        spilled_rows: Rows::new(spilled).unwrap_or(Rows::MAX),
        build,
        build_reason,
        build_seconds_low,
        build_seconds_high,
        #[cfg(feature = "every-number")]
        calibrated: None,
        wal_bytes,
        disk_peak_bytes: Bytes(index_bytes_high.get() + wal_bytes.get()),
        shared_memory_bytes: shared_memory(build, setting),
        workload: *it,
        elements,
        #[cfg(feature = "every-number")]
        model: sized.model,
        #[cfg(feature = "every-number")]
        memory,
        processors: None,
    })
}

fn assumptions(it: &Workload) -> Vec<String> {
    let mut list = vec![
        "the index is new: updates and deletes leave space that only REINDEX gives back".to_owned(),
        "PostgreSQL has pages of 8 kB and runs on a 64-bit system".to_owned(),
    ];
    if it.duplicates == 0.0 || !it.hnsw.merges_duplicates() {
        list.push("no two rows share an element".to_owned());
    } else {
        list.push(
            "equal vectors share an element, up to ten; the upper bound is for none".to_owned(),
        );
    }
    if it.metric.skips_zero_vectors() {
        list.push("no vector is zero: with cosine such rows are not in the index".to_owned());
    }
    if it.vector_type.element() == ElementType::Sparsevec {
        list.push(format!(
            "rows have {} elements that are not zero; the bounds allow for a tenth less or more",
            it.non_zero
        ));
    }
    if it.workers.is_none() {
        list.push(
            "the table has a key and the vector; wider rows make a parallel build likelier"
                .to_owned(),
        );
    }
    list
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the index would have {} pages, but a relation has at most {}",
            self.pages,
            Self::MAX_PAGES
        )
    }
}

impl std::error::Error for TooLarge {}
