//! What a load costs with its index there, and with the index built after it.

use super::{
    answer::Estimate,
    time::{HIGH, LOW, relative, row, spilled},
    workload::Workload,
};
use crate::domain::{Rows, Seconds};

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
    // Measured with 0.7.4 and 0.8.6, 128 to 1,536 dimensions, a fifth as many rows as there are:
    // 3.9 to 5.5 times a row of the build, which lies within the band of spilled rows.
    pub fn new(it: &Workload, built: &Estimate, rows: Rows) -> Self {
        let all = it.rows.get();
        let (cheap, dear) = spilled(it);
        let row = row(it, all);
        let (least, most) = relative(
            it,
            built.build,
            all - built.spilled_rows.get().min(all),
            built.spilled_rows.get().min(all),
        );
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
