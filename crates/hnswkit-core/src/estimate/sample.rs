//! Builds of a sample, small enough to try and large enough to tell.

use super::{
    memory::Memory,
    parallel::Build,
    time::{HIGH, likely},
    workload::Workload,
};
use crate::domain::{Bytes, MemorySetting, Rows};

/// Two builds on a copy of some rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleBuild {
    /// Rows of the small build and of the large one.
    pub rows: (u64, u64),
    /// Memory that is enough for the large one.
    pub maintenance_work_mem: MemorySetting,
    /// The share of the table's blocks to draw them from, in per cent, as SQL writes it.
    pub percent: f64,
}

/// The large build: as many rows as a slow machine builds in this time, and no more of the table
/// than a tenth.
const SECONDS: f64 = 60.0;
const SHARE: u64 = 10;
/// Fewer than this tell little, and more are not needed.
const ROWS: (u64, u64) = (2_000, 50_000);
/// The small build in the large one: far enough apart to tell the growth.
const SMALL: u64 = 5;
/// Blocks hold their rows in the order in which they came: draw from so many times what is needed.
const SPREAD: f64 = 10.0;

impl SampleBuild {
    /// The sample that tells the time of this build.
    pub fn of(it: &Workload) -> Self {
        let seconds = |rows: u64| HIGH * likely(it, Build::Serial, rows, 0);
        let mut large = ROWS.1.min((it.rows.get() / SHARE).max(ROWS.0));
        while ROWS.0 < large && SECONDS < seconds(large) {
            large = large * 9 / 10;
        }
        let large = (large / 1_000).max(1) * 1_000;
        let memory = Memory::new(it, Build::Serial).setting(large + large / 10);
        let enough = Bytes(memory).max(MemorySetting::DEFAULT.bytes());
        let all = it.rows.get().max(1) as f64;
        let percent = (100.0 * SPREAD * large as f64 / all).min(100.0);
        Self {
            rows: (large / SMALL, large),
            maintenance_work_mem: MemorySetting::new(enough).unwrap_or(MemorySetting::DEFAULT),
            // A thousandth of a per cent is a block of 800 MB.
            percent: ((percent * 1_000.0).ceil() / 1_000.0).max(0.001),
        }
    }

    /// The rows of the large one.
    pub fn large(&self) -> Rows {
        Rows::new(self.rows.1).unwrap_or(Rows::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::properties::workload;

    #[track_caller]
    fn check(vector_type: &str, rows: u64, expected: ((u64, u64), &str, &str)) {
        let it = SampleBuild::of(&workload(vector_type, rows));
        let found = (it.rows, it.maintenance_work_mem.to_string(), it.percent.to_string());
        assert_eq!((found.0, found.1.as_str(), found.2.as_str()), expected, "{vector_type} {rows}");
    }

    #[test]
    fn a_sample_is_a_tenth_or_a_minute() {
        check("vector(3)", 1_000_000, ((10_000, 50_000), "64MB", "50"));
        check("vector(1536)", 1_000, ((400, 2_000), "64MB", "100"));
        check("vector(1536)", 100_000, ((2_000, 10_000), "73MB", "100"));
    }

    #[test]
    fn no_sample_takes_more_than_a_slow_minute_but_the_least() {
        for text in ["vector(2000)", "halfvec(4000)", "bit(64000)", "sparsevec(30000)"] {
            for rows in [0, 1, 1_000_000, 1_000_000_000] {
                let it = workload(text, rows);
                let sample = SampleBuild::of(&it);
                let seconds = HIGH * likely(&it, Build::Serial, sample.rows.1, 0);
                assert!(seconds <= SECONDS || sample.rows.1 <= ROWS.0, "{text} {rows}: {sample:?}");
                assert!((0.001..=100.0).contains(&sample.percent), "{text} {rows}: {sample:?}");
            }
        }
    }
}
