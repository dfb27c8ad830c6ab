//! WAL of a build: each page once, without its free space.

use super::{
    layout::{ITEM_POINTERS, Layout, PAGE_OVERHEAD},
    workload::Workload,
};
use crate::domain::Bytes;

/// What a record adds for each page (fitted to 60 builds: 33 bytes).
// PostgreSQL 18 src/include/access/xlogrecord.h: the head of a block, of its image, and a share
// of the record's; src/backend/access/transam/xloginsert.c log_newpage_range.
const RECORD: f64 = 33.0;

/// What pgvector 0.5 adds for each row: it fills the neighbor tuples in a second pass.
// Measured with 0.5.1: 259 bytes (128 dimensions) and 298 bytes (1,536), of which the neighbor
// tuple has 206.
const SECOND_PASS: f64 = 70.0;
/// What pgvector 0.5 adds for each row that is inserted into pages, and logged link by link.
// Measured with 0.5.1: 1,616 and 1,735 bytes.
const LINKS: f64 = 1_680.0;

/// WAL that the build writes, with `wal_level` of replica or logical.
pub(super) fn wal(it: &Workload, elements: u64, inserted: u64, pages: u64) -> Bytes {
    let layout = Layout::of(it);
    let element = layout.element() as f64 + layout.mean_neighbors() + ITEM_POINTERS as f64;
    let mut bytes = elements as f64 * element + pages as f64 * (PAGE_OVERHEAD as f64 + RECORD);
    if !it.pgvector.builds_in_parallel() {
        bytes += (elements - inserted) as f64 * (layout.mean_neighbors() + SECOND_PASS);
        bytes += inserted as f64 * LINKS;
    }
    Bytes(bytes.ceil() as u64)
}
