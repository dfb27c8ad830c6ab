//! What a vector takes in its table: in the row, or in chunks beside it.

use super::layout::{PAGE, align};

/// A row above this has its longest values moved out.
// PostgreSQL 18 src/include/access/heaptoast.h TOAST_TUPLE_THRESHOLD.
const TOAST_THRESHOLD: u64 = 2_032;
/// Bytes of a value in a chunk.
// PostgreSQL 18 src/include/access/heaptoast.h TOAST_MAX_CHUNK_SIZE.
const CHUNK: u64 = 1_996;
/// Bytes of a row that holds a chunk, besides them: header, value, number, length.
const CHUNK_ROW: u64 = 24 + 4 + 4 + 4;
/// Bytes of an entry of the index on chunks, with its item pointer.
const CHUNK_ENTRY: f64 = 20.0;
/// How full that index is, and its inner pages.
// `fillfactor` of a B-tree.
const FULL: f64 = 0.9;
/// What is left in the row of a value that was moved out.
const POINTER: u64 = 18;
/// Bytes of a page for rows.
const ROOM: u64 = PAGE - 24;
/// Rows that are laid out to know the average.
const SAMPLE: u64 = 240;

/// Bytes of the chunks of an average value with their index, when it does not stay in the row.
// PostgreSQL 18 src/backend/access/heap/hio.c: a row goes to the page of the one before, else to
// one that the free space map knows, else to a new one.
pub(super) fn chunks(value: u64) -> f64 {
    // The length is kept in the row of the chunk.
    let value = value - 4;
    let (mut free, mut known) = (0, 0);
    let mut pages = 0_u64;
    for _ in 0..SAMPLE {
        let mut left = value;
        while 0 < left {
            let chunk = left.min(CHUNK);
            let row = align(CHUNK_ROW + chunk) + 4;
            if free < row {
                std::mem::swap(&mut free, &mut known);
            }
            if free < row {
                known = known.max(free);
                pages += 1;
                free = ROOM;
            }
            free -= row;
            left -= chunk;
        }
    }
    let entries = value.div_ceil(CHUNK) as f64 * CHUNK_ENTRY / FULL;
    (pages * PAGE) as f64 / SAMPLE as f64 + entries
}

/// Bytes of a row of a key and such values, if all of them stay in it.
fn inline(values: &[u64]) -> u64 {
    align(24 + 8 + values.iter().sum::<u64>())
}

/// Whether values of a row lie beside it.
pub(super) fn is_moved(values: &[u64]) -> bool {
    TOAST_THRESHOLD < inline(values)
}

/// Bytes a row of a table of a key and such values.
pub(super) fn row(values: &[u64]) -> f64 {
    if !is_moved(values) {
        return of_heap(inline(values));
    }
    // All that are long go; the others would fit.
    let moved = |it: &&u64| POINTER < **it;
    let chunks: f64 = values.iter().filter(moved).map(|it| chunks(*it)).sum();
    let pointers: u64 = values.iter().map(|it| POINTER.min(*it)).sum();
    of_heap(align(24 + 8 + pointers)) + chunks
}

/// Bytes of a page that a row of so many takes.
fn of_heap(row: u64) -> f64 {
    PAGE as f64 / (ROOM / (row + 4)).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_as_large_as_they_were_measured() {
        // 1,000 rows of a bigint and a vector: heap, TOAST and its index.
        for (dimensions, measured) in [
            (384, 1_638.4),
            (500, 2_900.0),
            (768, 4_259.8),
            (1024, 5_652.5),
            (1536, 8_396.8),
            (1998, 8_478.7),
            (2000, 8_486.9),
        ] {
            let off = 100.0 * (row(&[8 + 4 * dimensions]) / measured - 1.0);
            assert!(off.abs() < 4.0, "{dimensions}: {off:.1} %");
        }
    }
}
