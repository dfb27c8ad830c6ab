//! PostgreSQL's own shared memory, and the huge pages that hold it.

use super::ServerMemory;
use crate::domain::Bytes;

/// A huge page of Linux on x86-64 and on most of ARM.
const HUGE_PAGE: u64 = 2 << 20;
/// What `wal_buffers` is at the most when it follows `shared_buffers`: a 32nd.
// PostgreSQL 18 src/backend/access/transam/xlog.c XLOGChooseNumBuffers.
const WAL_BUFFERS: u64 = 16 << 20;

/// PostgreSQL's own shared memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The least, without extensions that take some for themselves.
    pub low: Bytes,
    /// The most.
    pub high: Bytes,
}

impl Segment {
    /// What `shared_memory_size` shows, between two bounds.
    // Measured with 15.5, 16.2 and 18.6, 128 MB to 16 GB, 20 to 500 connections: the first two are
    // at most 7 MB above `low`, the last is at most 13 MB below `high`.
    pub fn of(shared_buffers: Bytes, max_connections: u32, server: &ServerMemory) -> Self {
        let buffers = shared_buffers.get();
        let n = u64::from(max_connections);
        let wal = (buffers / 32).min(WAL_BUFFERS);
        let fixed = buffers + wal + server.min_dynamic_shared_memory.map_or(0, Bytes::get);
        let low = fixed + buffers / 46 + (3 << 20) + n * (50 << 10);
        let grows = ((9 << 20) + buffers / 128).min(41 << 20);
        let high = fixed + buffers / 1_000 * 23 + grows + n * (82 << 10);
        Self { low: Bytes(low), high: Bytes(high) }
    }

    /// `vm.nr_hugepages` that holds it whatever the release.
    pub fn huge_pages(self) -> u64 {
        self.high.get().div_ceil(HUGE_PAGE)
    }

    /// What the page tables of a process take that has touched all of it in pages of 4 kB.
    pub(super) fn page_tables(self) -> u64 {
        self.high.get() / 512
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `shared_memory_size` in MB, by PostgreSQL, `shared_buffers` in MB and `max_connections`.
    const MEASURED: &[(&str, u64, u32, u64)] = &[
        ("15.5", 128, 20, 139),
        ("15.5", 128, 100, 143),
        ("15.5", 128, 500, 163),
        ("15.5", 1024, 100, 1074),
        ("15.5", 4096, 100, 4213),
        ("15.5", 16_384, 500, 16_791),
        ("18.6", 128, 20, 144),
        ("18.6", 128, 100, 150),
        ("18.6", 128, 500, 172),
        ("18.6", 1024, 20, 1079),
        ("18.6", 1024, 500, 1118),
        ("18.6", 4096, 100, 4253),
        ("18.6", 16_384, 20, 16_816),
        ("18.6", 16_384, 500, 16_855),
    ];

    #[test]
    fn what_was_measured_lies_between() {
        for (postgres, buffers, connections, size) in MEASURED {
            let server = ServerMemory::default();
            let it = Segment::of(Bytes::mebibytes(*buffers), *connections, &server);
            let (low, high) = (it.low.get() >> 20, it.high.get().div_ceil(1 << 20));
            assert!((low..=high).contains(size), "{postgres}: {low} <= {size} <= {high}");
            assert!(high - low <= size / 8 + 12, "{postgres}: {low} to {high}");
        }
    }

    #[test]
    fn what_is_reserved_for_parallel_builds_is_in_it() {
        let server = ServerMemory {
            min_dynamic_shared_memory: Some(Bytes::mebibytes(512)),
            ..ServerMemory::default()
        };
        let it = Segment::of(Bytes::mebibytes(128), 100, &server);
        // Measured with 18.6: 662 MB.
        assert!((it.low.get() >> 20) <= 662 && 662 <= it.high.get().div_ceil(1 << 20));
        assert_eq!(it.huge_pages(), 333);
    }
}
