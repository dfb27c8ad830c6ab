//! The memory of a serial build: blocks of 1 MiB, of which the setting counts whole ones.
//!
//! An allocation that does not fit the rest of a block goes to the next, so the tail of each
//! block is lost. pgvector spills when a block is taken above the setting; the row that took it
//! is still in memory.
// pgvector 0.8.6 src/hnswbuild.c HnswMemoryContextAlloc (a generation context, as since 0.6.0).

use super::graph::{RowMemory, chunk_header};
use crate::domain::PostgresVersion;

pub(super) const BLOCK: u64 = 1 << 20;

/// The head of the context, in the first block.
// PostgreSQL 16 src/backend/utils/mmgr/generation.c GenerationContext.
const CONTEXT: f64 = 128.0;

/// So many blocks are filled row by row; what comes after is like their average.
const FILLED_EXACTLY: u64 = 64;

/// How rows of one kind fill blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blocks {
    allocations: [f64; 5],
    row: f64,
    /// Bytes of a block after its header.
    room: f64,
    /// Rows when those blocks that are filled exactly are full.
    first_rows: f64,
}

impl Blocks {
    pub(super) fn new(row: RowMemory, postgres: PostgresVersion) -> Self {
        let allocations = row.allocations(chunk_header(postgres));
        // PostgreSQL 16 src/backend/utils/mmgr/generation.c GenerationBlock.
        let header = if postgres.major < 16 { 48.0 } else { 56.0 };
        let mut it = Self {
            allocations,
            row: allocations.iter().sum(),
            room: BLOCK as f64 - header,
            first_rows: 0.0,
        };
        it.first_rows = it.fill(FILLED_EXACTLY);
        it
    }

    /// Rows in memory when one block more than these is taken.
    pub(super) fn rows(&self, blocks: u64) -> u64 {
        match blocks.checked_sub(FILLED_EXACTLY) {
            Some(more) => (self.first_rows + more as f64 * self.rows_a_block()) as u64,
            None => self.fill(blocks) as u64,
        }
    }

    /// The least number of blocks, at least 1, whose rows are `enough`; about `rows` are.
    pub(super) fn least(&self, rows: u64, enough: impl Fn(u64) -> bool) -> u64 {
        let mut blocks = (rows as f64 / self.rows_a_block()) as u64 + 1;
        while !enough(self.rows(blocks)) {
            blocks += 1;
        }
        while 1 < blocks && enough(self.rows(blocks - 1)) {
            blocks -= 1;
        }
        blocks
    }

    /// Fills blocks, each with as many whole rows as fit, and with the begin of one more.
    fn fill(&self, blocks: u64) -> f64 {
        let mut rows = 0.0;
        let mut carried = CONTEXT;
        for _ in 0..blocks {
            let room = self.room - carried;
            let whole = (room / self.row).floor();
            let mut rest = room - whole * self.row;
            carried = self.row;
            for it in self.allocations {
                if rest < it {
                    break;
                }
                rest -= it;
                carried -= it;
            }
            rows += whole + 1.0;
        }
        rows
    }

    /// Rows of a block in the long run.
    fn rows_a_block(&self) -> f64 {
        (self.room - self.tail()) / self.row
    }

    /// What the tail of a block loses on average: an allocation is cut at any place.
    fn tail(&self) -> f64 {
        self.allocations.iter().map(|it| it * it).sum::<f64>() / (2.0 * self.row)
    }
}
