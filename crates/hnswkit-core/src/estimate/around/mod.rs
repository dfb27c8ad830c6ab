//! The memory around a build: what else the server spends, and whether all of it fits.

mod need;
mod segment;
mod server;

use super::{Build, Estimate};
use crate::domain::{Bytes, MemorySetting};

pub use need::{SharedMemoryNeed, SharedMemorySetting, Verdict};
pub use segment::Segment;
pub use server::{HugePages, Place, ServerMemory};

/// What an idle connection takes for itself.
// Measured with 15.5, 16.2 and 18.6: 1.3 to 1.5 MB of anonymous memory.
const IDLE: u64 = 1_400 << 10;
/// What a process takes for itself that has searched and read the catalog.
// Measured likewise: 1.9 MB; a schema with thousands of relations takes more.
const USED: u64 = 2 << 20;
/// `max_connections`, `work_mem` and `shared_buffers` where nobody has changed them.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c, and initdb for the last.
const MAX_CONNECTIONS: u32 = 100;
const WORK_MEM: u64 = 4 << 20;
const SHARED_BUFFERS: u64 = 128 << 20;
/// `autovacuum_max_workers` where nobody has changed it.
const AUTOVACUUM: u64 = 3;

/// The memory of a server during a build.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryAround {
    /// All that there is, when it is known.
    pub ram: Option<Bytes>,
    /// What it goes to.
    pub shares: Vec<Share>,
    /// The least that they come to.
    pub low: Bytes,
    /// What they come to when every connection works.
    pub high: Bytes,
    /// Whether that fits.
    pub fit: Fit,
    /// The most `maintenance_work_mem` with which it fits when every connection works.
    pub most: Option<MemorySetting>,
    /// PostgreSQL's own shared memory, when `shared_buffers` is known.
    pub segment: Option<Segment>,
    /// What a parallel build takes of `/dev/shm`.
    pub shared_memory: SharedMemoryNeed,
    /// What is not known, and missing from the sums.
    pub unknown: Vec<&'static str>,
}

/// A part of the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it is.
    pub name: &'static str,
    /// The least.
    pub low: Bytes,
    /// The most that is usual.
    pub high: Bytes,
    /// Where it comes from.
    pub why: String,
}

/// Whether the memory is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Also when every connection works.
    Fits,
    /// As long as few connections work.
    Tight,
    /// Not even then.
    TooMuch,
    /// Too little is known.
    Unknown,
}

impl Fit {
    /// The word for JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Tight => "tight",
            Self::TooMuch => "too-much",
            Self::Unknown => "unknown",
        }
    }
}

/// The memory of a server while `it` is built.
pub fn memory_around(
    it: &Estimate,
    ram: Option<Bytes>,
    server: &ServerMemory,
    place: &Place,
) -> MemoryAround {
    let mut shares = vec![build(it)];
    let mut unknown = vec![];
    let connections = server.max_connections.unwrap_or(MAX_CONNECTIONS);
    let segment = match buffers(ram, server, place) {
        Some((buffers, whence)) => {
            let it = Segment::of(buffers, connections, server);
            shares.push(Share {
                name: "PostgreSQL's shared memory",
                low: it.low,
                high: it.high,
                why: format!(
                    "shared_buffers = {buffers} ({whence}) and what goes with them and with \
                     {connections} connections"
                ),
            });
            Some(it)
        }
        None => {
            unknown.push("shared_buffers");
            None
        }
    };
    if let Build::Parallel { workers } = it.build {
        let n = u64::from(workers);
        shares.push(Share {
            name: "workers",
            low: Bytes(n * IDLE),
            high: Bytes(n * USED),
            why: format!("{workers} processes; their graph is counted above"),
        });
    }
    shares.push(self::connections(connections, server));
    shares.extend(page_tables(segment, connections, server));
    let autovacuum = AUTOVACUUM * MemorySetting::DEFAULT.bytes().get();
    shares.push(Share {
        name: "autovacuum",
        low: Bytes(0),
        high: Bytes(autovacuum),
        why: format!(
            "{AUTOVACUUM} workers × {} of the server's maintenance_work_mem; what the session that \
             builds sets does not count for them",
            MemorySetting::DEFAULT
        ),
    });

    let sum = |of: fn(&Share) -> Bytes| Bytes(shares.iter().map(|it| of(it).get()).sum());
    let (low, high) = (sum(|it| it.low), sum(|it| it.high));
    let fit = match ram {
        Some(ram) if ram < low => Fit::TooMuch,
        Some(_) if !unknown.is_empty() => Fit::Unknown,
        Some(ram) if ram < high => Fit::Tight,
        Some(_) => Fit::Fits,
        None => Fit::Unknown,
    };
    let others = high.get() - shares.first().map_or(0, |it| it.high.get());
    let most = ram.and_then(|ram| {
        let left = ram.get().saturating_sub(others) >> 20 << 20;
        MemorySetting::new(Bytes(left)).ok()
    });
    MemoryAround {
        ram,
        low,
        high,
        fit,
        most: most.filter(|_| unknown.is_empty()),
        segment,
        shared_memory: SharedMemoryNeed::new(it.maintenance_work_mem, it.build, server, place),
        shares,
        unknown,
    }
}

fn buffers(
    ram: Option<Bytes>,
    server: &ServerMemory,
    place: &Place,
) -> Option<(Bytes, &'static str)> {
    if let Some(it) = server.shared_buffers {
        return Some((it, "given"));
    }
    if let (Some(ram), Some(percent)) = (ram, place.buffers_percent) {
        return Some((Bytes(ram.get() / 100 * percent), "the platform's default"));
    }
    place.default_buffers.then_some((Bytes(SHARED_BUFFERS), "PostgreSQL's default"))
}

/// The graph: once, whoever builds it.
fn build(it: &Estimate) -> Share {
    let (bytes, why) = match it.build {
        Build::Serial => (
            it.build_memory_bytes.min(it.maintenance_work_mem.bytes()),
            "the graph, in the process that builds it",
        ),
        Build::Parallel { .. } => (
            it.shared_memory_bytes,
            "the graph, taken at once: once, not for each worker, as they share it",
        ),
    };
    Share { name: "the build", low: bytes, high: bytes, why: why.to_owned() }
}

fn connections(n: u32, server: &ServerMemory) -> Share {
    let work_mem = server.work_mem.unwrap_or(Bytes(WORK_MEM));
    let count = u64::from(n);
    Share {
        name: "connections",
        low: Bytes(count * IDLE),
        high: Bytes(count * (USED + work_mem.get())),
        why: format!(
            "{n} × {} idle, {} and a work_mem of {work_mem} when each works; a query can take \
             several work_mem",
            Bytes(IDLE),
            Bytes(USED)
        ),
    }
}

/// What the kernel needs to map the shared memory into each process, unless in huge pages.
fn page_tables(segment: Option<Segment>, n: u32, server: &ServerMemory) -> Option<Share> {
    let segment = segment?;
    if server.huge_pages == Some(HugePages::On) {
        return None;
    }
    let each = segment.page_tables();
    Some(Share {
        name: "page tables",
        low: Bytes(0),
        high: Bytes(u64::from(n) * each),
        why: format!(
            "{n} × {} once a process has touched all of the shared memory in pages of 4 kB; next \
             to nothing in huge pages",
            Bytes(each)
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Hnsw, Metric},
        estimate::{Workload, estimate},
    };

    fn built(rows: &str, memory: &str, workers: u32) -> Estimate {
        estimate(&Workload {
            vector_type: "vector(1536)".parse().unwrap(),
            stored: None,
            non_zero: 1,
            metric: Metric::Cosine,
            hnsw: Hnsw::default(),
            rows: rows.parse().unwrap(),
            duplicates: 0.0,
            pgvector: "0.8.6".parse().unwrap(),
            postgres: "18".parse().unwrap(),
            ram: None,
            maintenance_work_mem: Some(
                MemorySetting::new(memory.parse::<Bytes>().unwrap()).unwrap(),
            ),
            workers: Some(workers),
        })
        .unwrap()
    }

    fn server(buffers: &str) -> ServerMemory {
        ServerMemory { shared_buffers: Some(buffers.parse().unwrap()), ..ServerMemory::default() }
    }

    fn around(it: &Estimate, ram: &str, buffers: &str) -> MemoryAround {
        memory_around(it, Some(ram.parse().unwrap()), &server(buffers), &Place::default())
    }

    #[test]
    fn the_build_counts_once_whatever_the_workers() {
        let share = |workers| {
            let it = around(&built("1M", "8GB", workers), "32GB", "8GB");
            it.shares[0].low.get()
        };
        assert_eq!(share(1), share(7));
        assert!(share(7) < 8 << 30);
    }

    #[test]
    fn a_serial_build_takes_what_it_fills() {
        let it = around(&built("10k", "8GB", 0), "32GB", "8GB");
        assert_eq!(it.shares[0].low, Bytes::mebibytes(66));
        assert_eq!(it.fit, Fit::Fits);
        assert_eq!(it.shared_memory.verdict, Verdict::Serial);
    }

    #[test]
    fn what_does_not_fit_is_said_with_what_would() {
        let it = around(&built("1M", "6GB", 2), "8GB", "4GB");
        assert_eq!(it.fit, Fit::TooMuch);
        let most = it.most.unwrap();
        let again = around(&built("1M", &most.to_string(), 2), "8GB", "4GB");
        assert_eq!(again.fit, Fit::Fits, "{most}");
    }

    #[test]
    fn what_is_not_known_is_not_made_up() {
        let it = memory_around(
            &built("10k", "80MB", 0),
            Some(Bytes::mebibytes(8192)),
            &ServerMemory::default(),
            &Place::default(),
        );
        assert_eq!((it.fit, it.unknown.as_slice()), (Fit::Unknown, ["shared_buffers"].as_slice()));
        assert_eq!(it.segment, None);
    }

    #[test]
    fn the_shares_come_to_the_sums() {
        let it = around(&built("1M", "8GB", 2), "32GB", "8GB");
        assert_eq!(it.low.get(), it.shares.iter().map(|it| it.low.get()).sum());
        assert_eq!(it.high.get(), it.shares.iter().map(|it| it.high.get()).sum());
        assert!(it.shares.iter().all(|it| it.low <= it.high));
    }
}
