//! The memory of a serial build: blocks of 1 MiB, of which the setting counts whole ones.
//!
//! An allocation that does not fit the rest of a block goes to the next, so the tail of each
//! block is lost. pgvector spills when a block is taken above the setting; the row that took it
//! is still in memory. With large vectors blocks can fall into step, and lose nearly a vector
//! each; how often depends on the levels of the rows, which are random.
// pgvector 0.8.6 src/hnswbuild.c HnswMemoryContextAlloc (a generation context, as since 0.6.0).

use super::{
    graph::{CHUNKS, RowMemory, chunk_header},
    math::normal_below,
};
use crate::domain::PostgresVersion;

pub(super) const BLOCK: u64 = 1 << 20;

/// The head of the context, in the first block.
// PostgreSQL 16 src/backend/utils/mmgr/generation.c GenerationContext.
const CONTEXT: f64 = 128.0;

/// After so many blocks all are like the average of the later half.
const FIRST: usize = 16;

/// How rows of one kind fill blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Blocks {
    /// Mean rows when so many blocks are full, from 0 blocks up.
    first: [f64; FIRST + 1],
    /// Mean rows of each block after that.
    later: f64,
}

impl Blocks {
    pub(super) fn new(row: RowMemory, postgres: PostgresVersion) -> Self {
        let header = chunk_header(postgres);
        // PostgreSQL 16 src/backend/utils/mmgr/generation.c GenerationBlock.
        let head = if postgres.major < 16 { 48.0 } else { 56.0 };
        let block = Block {
            room: BLOCK as f64 - head,
            chunks: row.allocations(header),
            row: row.allocations(header).iter().sum(),
            deviation: row.deviation(header),
        };
        let fills = block.chunks_missing().map(|carried| block.fill(carried));
        let mut next = block.fill(CONTEXT);
        let mut first = [0.0; FIRST + 1];
        for blocks in 1..=FIRST {
            first[blocks] = first[blocks - 1] + next.rows;
            next = Fill::mixed(&fills, &next.cut);
        }
        Self { first, later: (first[FIRST] - first[FIRST / 2]) / (FIRST - FIRST / 2) as f64 }
    }

    /// Whether so many blocks hold so many rows for sure: each may lose its largest chunk and a tenth.
    #[cfg(feature = "every-number")]
    pub(super) fn surely_hold(
        row: RowMemory,
        postgres: PostgresVersion,
        blocks: u64,
        rows: u64,
    ) -> bool {
        let chunks = row.allocations(chunk_header(postgres));
        let largest = chunks.into_iter().fold(CONTEXT, f64::max);
        let each = (BLOCK as f64 - 2.0 * largest) / chunks.iter().sum::<f64>();
        rows as f64 <= 0.9 * each * blocks as f64
    }

    /// Rows in memory when one block more than these is taken.
    pub(super) fn rows(&self, blocks: u64) -> u64 {
        let n = blocks.min(FIRST as u64);
        (self.first[n as usize] + (blocks - n) as f64 * self.later).round() as u64
    }

    /// The least number of blocks, at least 1, whose rows are `enough`; about `rows` are.
    pub(super) fn least(&self, rows: u64, enough: impl Fn(u64) -> bool) -> u64 {
        let mut blocks = (rows as f64 / self.later) as u64 + 1;
        while !enough(self.rows(blocks)) {
            blocks += 1;
        }
        while 1 < blocks && enough(self.rows(blocks - 1)) {
            blocks -= 1;
        }
        blocks
    }
}

/// A block and the rows that go into it.
struct Block {
    room: f64,
    /// The chunks of an average row, in order.
    chunks: [f64; CHUNKS],
    /// Their sum.
    row: f64,
    /// The standard deviation of a row.
    deviation: f64,
}

/// The result of filling a block.
#[derive(Clone, Copy, Default)]
struct Fill {
    /// Mean rows that end in the block or are cut by its end.
    rows: f64,
    /// How often each chunk is the first that did not fit.
    cut: [f64; CHUNKS],
}

impl Block {
    /// What is left of a row if each chunk is the first that did not fit.
    fn chunks_missing(&self) -> [f64; CHUNKS] {
        std::array::from_fn(|it| self.chunks[it..].iter().sum())
    }

    /// Fills a block that begins with what the block before could not take.
    fn fill(&self, carried: f64) -> Fill {
        let room = self.room - carried;
        let deviation = self.deviation * (room / self.row).sqrt();
        if self.row < 2.0 * deviation {
            return self.fill_anyhow(room);
        }
        // A chunk is cut if all before it fits, and it does not: the rows before it are
        // distributed normally, because they are many.
        let fits = |bytes: f64| normal_below((room - bytes) / deviation);
        let mut fill = Fill::default();
        let mut whole = ((room - 5.0 * deviation) / self.row).floor().max(0.0);
        let mut before = 1.0;
        while 1e-6 < before {
            let mut bytes = whole * self.row;
            for (cut, chunk) in fill.cut.iter_mut().zip(self.chunks) {
                bytes += chunk;
                let now = fits(bytes);
                *cut += before - now;
                fill.rows += (before - now) * (whole + 1.0);
                before = now;
            }
            whole += 1.0;
        }
        fill
    }

    /// Fills a block whose end may lie anywhere in a row.
    fn fill_anyhow(&self, room: f64) -> Fill {
        let cut = self.chunks.map(|it| it / self.row);
        let missing = self.chunks_missing();
        // Half of the chunk that is cut is lost; what was placed of its row is not whole.
        let lost: f64 = cut.iter().zip(self.chunks).map(|(share, it)| share * it / 2.0).sum();
        let left: f64 = cut.iter().zip(missing).map(|(share, it)| share * it).sum();
        Fill { rows: (room - lost + left) / self.row, cut }
    }
}

impl Fill {
    /// The mean over the ways in which the block before may have ended.
    fn mixed(fills: &[Self; CHUNKS], shares: &[f64; CHUNKS]) -> Self {
        let mut mixed = Self::default();
        for (fill, share) in fills.iter().zip(shares) {
            mixed.rows += share * fill.rows;
            for (sum, cut) in mixed.cut.iter_mut().zip(fill.cut) {
                *sum += share * cut;
            }
        }
        mixed
    }
}
