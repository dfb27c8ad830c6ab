//! Numbers to plan with: size, memory, time, WAL; each with its parts or its bounds.
//!
//! All is computed from pgvector's page layout and allocations, and checked against builds that
//! were measured (`measured/`) and against servers (the crate in `tests/`).

#[cfg(feature = "every-number")]
mod after;
#[cfg(feature = "every-number")]
mod alternatives;
mod answer;
#[cfg(feature = "every-number")]
mod around;
mod blocks;
mod breakdown;
#[cfg(feature = "every-number")]
mod calibration;
mod counted;
mod curve;
#[cfg(feature = "every-number")]
mod disk;
#[cfg(test)]
mod exact;
#[cfg(feature = "every-number")]
mod figure;
#[cfg(any(feature = "every-operation", feature = "every-number"))]
mod filled;
#[cfg(feature = "every-number")]
mod forecast;
mod graph;
mod in_force;
mod inserted;
mod layout;
#[cfg(feature = "every-operation")]
mod load;
mod long_run;
mod math;
#[cfg(test)]
mod measured;
mod memory;
mod packing;
mod page;
mod parallel;
mod parts;
#[cfg(feature = "every-number")]
mod progress;
#[cfg(test)]
mod properties;
mod recommend;
#[cfg(feature = "every-number")]
mod replication;
#[cfg(feature = "every-number")]
mod sample;
#[cfg(feature = "every-number")]
mod search;
#[cfg(feature = "every-number")]
mod shape;
mod size;
mod sized;
mod sort;
mod stairs;
#[cfg(any(feature = "every-operation", feature = "every-number"))]
mod stored;
mod time;
mod wal;
mod workload;

#[cfg(feature = "every-number")]
pub use after::Activity;
#[cfg(feature = "every-number")]
pub use alternatives::Alternative;
pub use answer::{Estimate, TooLarge, estimate};
#[cfg(feature = "every-number")]
pub use around::{
    Fit, HugePages, MemoryAround, Place, Segment, ServerMemory, Share, SharedMemoryNeed,
    SharedMemorySetting, Verdict, memory_around,
};
#[cfg(feature = "every-number")]
pub use calibration::{Calibrated, Sample, calibrate};
pub use curve::{Point, curve};
#[cfg(feature = "every-number")]
pub use disk::Disk;
#[cfg(feature = "every-number")]
pub use figure::{Figure, Unit};
#[cfg(any(feature = "every-operation", feature = "every-number"))]
pub use filled::{Filled, Filler};
#[cfg(feature = "every-number")]
pub use forecast::{Forecast, forecasts};
pub use in_force::{MemoryInForce, MemoryRange, memory_in_force};
#[cfg(feature = "every-operation")]
pub use load::LoadCost;
pub use page::{Page, page};
pub use parallel::{Build, BuildReason};
pub(crate) use parallel::{STATISTICS, is_too_much};
pub use parts::Part;
#[cfg(feature = "every-number")]
pub use progress::{Progress, Remaining, remaining};
#[cfg(feature = "every-number")]
pub use replication::Replication;
#[cfg(feature = "every-number")]
pub use sample::SampleBuild;
#[cfg(feature = "every-number")]
pub use search::{
    Access, Crossover, Ends, IterativeScan, PlannerSettings, Returned, Search, SearchQuery,
    Suggestion, search,
};
pub use time::Coefficients;
pub use workload::Workload;
