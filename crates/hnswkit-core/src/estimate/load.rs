//! What a load costs with its index there, and with the index built after it.

use super::{
    answer::Estimate,
    parallel::Build,
    time::{HIGH, LOW, first, row},
    workload::Workload,
};
use crate::domain::{PgvectorVersion, Rows, Seconds};

/// What a row costs that is inserted into an index, in rows that are built in memory.
// Measured with 0.7.4 and 0.8.6, 128 to 1,536 dimensions, a fifth as many rows as there are:
// 3.9 to 5.5; rows behind the spill of a build lie within it, too.
const INSERTED: (f64, f64) = (3.5, 6.0);
/// The same with pgvector 0.6: rows behind the spill of a build cost up to 28 on PostgreSQL 15.
const INSERTED_0_6: (f64, f64) = (3.5, 12.0);

/// How much of a process each worker is worth (measured on two processors).
const PROCESS: (f64, f64) = (0.7, 0.9);

/// A load of rows both ways; each is a band, as nobody has measured the machine and the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadCost {
    /// What the index adds to the load when it is there, in one session: hardly less.
    pub keep_seconds_low: Seconds,
    /// Hardly more.
    pub keep_seconds_high: Seconds,
    /// Below so many rows it is cheaper to keep the index.
    pub break_even_low: Rows,
    /// Above so many rows it is cheaper to drop the index and to build it after the load.
    pub break_even_high: Rows,
}

impl LoadCost {
    /// A load of `rows` into the table whose index is built as `built` says, of `it` all rows.
    ///
    /// A row that is inserted costs what a row costs after a build has spilled.
    pub fn new(it: &Workload, built: &Estimate, rows: Rows) -> Self {
        let all = it.rows.get();
        let (cheap, dear) = match it.pgvector {
            PgvectorVersion { major: 0, minor: 6, .. } => INSERTED_0_6,
            _ => INSERTED,
        };
        let row = row(it, all);
        let later = built.spilled_rows.get().min(all);
        let (slow, fast) = match built.build {
            Build::Serial => (1.0, 1.0),
            Build::Parallel { workers } => {
                let processes = f64::from(workers) + 1.0;
                ((PROCESS.0 * processes).max(1.0), PROCESS.1 * processes)
            }
        };
        let all_of_it = |factor: f64| first(it, all - later) + factor * later as f64 * row;
        let (least, most) = (all_of_it(cheap) / fast, all_of_it(dear) / slow);
        let loaded = rows.get() as f64;
        let even = |build: f64, factor: f64| {
            let rows = if 0.0 < row { build / (row * factor) } else { 0.0 };
            Rows::new(rows.round() as u64).unwrap_or(Rows::MAX)
        };
        // Where a build spills, the factor is the same on both sides.
        let (a, b) = (even(least, cheap), even(least, dear));
        let (c, d) = (even(most, cheap), even(most, dear));
        Self {
            keep_seconds_low: Seconds(LOW * loaded * row * cheap),
            keep_seconds_high: Seconds(HIGH * loaded * row * dear),
            break_even_low: a.min(b),
            break_even_high: c.max(d),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::Hnsw, estimate::estimate};

    fn workload(rows: &str, workers: u32) -> Workload {
        Workload {
            vector_type: "vector(1536)".parse().unwrap(),
            stored: None,
            non_zero: 1,
            metric: crate::domain::Metric::Cosine,
            hnsw: Hnsw::default(),
            rows: rows.parse().unwrap(),
            duplicates: 0.0,
            pgvector: "0.8.6".parse().unwrap(),
            postgres: "18".parse().unwrap(),
            ram: None,
            maintenance_work_mem: None,
            workers: Some(workers),
        }
    }

    #[test]
    fn one_process_breaks_even_between_a_sixth_and_two_sevenths() {
        let it = workload("1M", 0);
        let cost = LoadCost::new(&it, &estimate(&it).unwrap(), "500k".parse().unwrap());
        assert_eq!(cost.break_even_low.get(), 166_667);
        assert_eq!(cost.break_even_high.get(), 285_714);
    }

    #[test]
    fn workers_make_dropping_worth_it_sooner() {
        let cost = |workers| {
            let it = workload("1M", workers);
            LoadCost::new(&it, &estimate(&it).unwrap(), "500k".parse().unwrap())
        };
        assert!(cost(3).break_even_high < cost(0).break_even_high);
        assert_eq!(cost(3).keep_seconds_low, cost(0).keep_seconds_low);
    }
}
