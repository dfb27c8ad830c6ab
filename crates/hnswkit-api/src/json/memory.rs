//! The memory of the server around a build.

use hnswkit_core::{
    domain::{Bytes, MemorySetting},
    estimate::{MemoryAround, Segment, Share},
};
use serde::Serialize;

/// The memory of the server during the build that takes the most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServerMemoryEstimate {
    /// All memory of the server; null when it is not known.
    pub ram_bytes: Option<u64>,
    /// What it goes to: the build once, and everything else.
    pub parts: Vec<MemoryShare>,
    /// What they come to at the least.
    pub total_bytes_low: u64,
    /// What they come to when every connection works.
    pub total_bytes_high: u64,
    /// `fits`; `tight` when it does as long as few connections work; `too-much`; `unknown`.
    pub fit: String,
    /// The most `maintenance_work_mem` with which it fits when every connection works, as text;
    /// null when too little is known.
    pub most_maintenance_work_mem: Option<String>,
    /// Settings that are not known and are missing from the sums.
    pub unknown: Vec<String>,
    /// What a parallel build takes of `/dev/shm`.
    pub shared_memory: SharedMemoryEstimate,
    /// PostgreSQL's own memory in huge pages; null when `shared_buffers` is not known.
    pub huge_pages: Option<HugePagesEstimate>,
}

/// A part of the memory of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemoryShare {
    /// What it is.
    pub name: String,
    /// The least.
    pub bytes_low: u64,
    /// The most that is usual.
    pub bytes_high: u64,
    /// Where it comes from, with the numbers that were multiplied.
    pub why: String,
}

/// What a parallel build takes of `/dev/shm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SharedMemoryEstimate {
    /// The least with which a parallel build begins.
    pub needed_bytes: u64,
    /// The size to choose.
    pub recommended_bytes: u64,
    /// What there is; null when it is not known.
    pub there_bytes: Option<u64>,
    /// `serial` when this build takes none, `elsewhere` when it takes its memory from another place,
    /// `enough`, `tight`, `too-small` or `unknown`.
    pub verdict: String,
    /// What to write, by kind of container.
    pub settings: Vec<SharedMemoryText>,
}

/// A setting of the size of `/dev/shm`, or one that makes it needless.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SharedMemoryText {
    /// `docker`, `compose`, `kubernetes`, `cloudnative-pg`, `postgresql` or `serial`.
    pub id: String,
    /// Where it stands.
    pub title: String,
    /// What to write.
    pub text: String,
}

/// PostgreSQL's own shared memory in huge pages of 2 MB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HugePagesEstimate {
    /// The least of `shared_memory_size`.
    pub shared_memory_size_bytes_low: u64,
    /// The most of `shared_memory_size`.
    pub shared_memory_size_bytes_high: u64,
    /// `vm.nr_hugepages` that is enough, whatever the release.
    pub pages: u64,
    /// The query that says it exactly.
    pub sql: String,
}

/// What a server of 15 or later says itself.
pub const HUGE_PAGES_SQL: &str = "SHOW shared_memory_size_in_huge_pages;";

impl From<&MemoryAround> for ServerMemoryEstimate {
    fn from(it: &MemoryAround) -> Self {
        let shm = &it.shared_memory;
        let settings = shm.settings().into_iter().map(|it| SharedMemoryText {
            id: it.id.to_owned(),
            title: it.title.to_owned(),
            text: it.text,
        });
        Self {
            ram_bytes: it.ram.map(Bytes::get),
            parts: it.shares.iter().map(MemoryShare::from).collect(),
            total_bytes_low: it.low.get(),
            total_bytes_high: it.high.get(),
            fit: it.fit.id().to_owned(),
            most_maintenance_work_mem: it.most.as_ref().map(MemorySetting::to_string),
            unknown: it.unknown.iter().map(|&it| it.to_owned()).collect(),
            shared_memory: SharedMemoryEstimate {
                needed_bytes: shm.least.get(),
                recommended_bytes: shm.recommended.get(),
                there_bytes: shm.there.map(Bytes::get),
                verdict: shm.verdict.id().to_owned(),
                settings: settings.collect(),
            },
            huge_pages: it.segment.map(HugePagesEstimate::from),
        }
    }
}

impl From<&Share> for MemoryShare {
    fn from(it: &Share) -> Self {
        Self {
            name: it.name.to_owned(),
            bytes_low: it.low.get(),
            bytes_high: it.high.get(),
            why: it.why.clone(),
        }
    }
}

impl From<Segment> for HugePagesEstimate {
    fn from(it: Segment) -> Self {
        Self {
            shared_memory_size_bytes_low: it.low.get(),
            shared_memory_size_bytes_high: it.high.get(),
            pages: it.huge_pages(),
            sql: HUGE_PAGES_SQL.to_owned(),
        }
    }
}
