//! Large builds, forecast from two small ones on the same server.

use anyhow::Result;
use hnswkit_core::{
    domain::Seconds,
    estimate::{Calibrated, Sample, calibrate},
};

use super::{
    case::{Half, Way},
    table::Row,
};

/// A forecast and what came.
#[derive(Debug, Clone)]
pub(crate) struct Forecast<'a> {
    pub(crate) small: [&'a Row; 2],
    pub(crate) large: &'a Row,
    pub(crate) expected: Calibrated,
}

/// How many times the rows of the larger sample a forecast is for, at least.
const TIMES: u64 = 10;
/// How far the samples are apart, at least.
const APART: u64 = 4;

impl Forecast<'_> {
    /// In per cent.
    pub(crate) fn off(&self) -> f64 {
        100.0 * (self.expected.likely.0 / self.large.build_seconds() - 1.0)
    }

    pub(crate) fn is_within(&self) -> bool {
        let band = self.expected.low.0..=self.expected.high.0;
        band.contains(&self.large.build_seconds())
    }
}

/// Every build for which there are two of the same kind, the larger a tenth as large.
pub(crate) fn forecasts(rows: &[Row]) -> Result<Vec<Forecast<'_>>> {
    let mut list = vec![];
    let judged = |it: &&Row| it.way == Way::Clusters && it.half == Half::Judge;
    for large in rows.iter().filter(judged) {
        let mut others: Vec<&Row> = rows.iter().filter(|it| is_alike(it, large)).collect();
        others.sort_by_key(|it| it.rows);
        let Some(second) = others.iter().rev().find(|it| it.rows * TIMES <= large.rows) else {
            continue;
        };
        let Some(first) = others.iter().rev().find(|it| it.rows * APART <= second.rows) else {
            continue;
        };
        let sample = |it: &Row| -> Result<Sample> {
            Ok(Sample { workload: it.workload()?, seconds: Seconds(it.build_seconds()) })
        };
        let samples = [sample(first)?, sample(second)?];
        if let Some(expected) = calibrate(&large.workload()?, Some(large.processors), &samples) {
            list.push(Forecast { small: [first, second], large, expected });
        }
    }
    Ok(list)
}

/// Whether it is a build of the same kind in memory, by one process.
fn is_alike(it: &Row, large: &Row) -> bool {
    let kind = |it: &Row| {
        (
            it.postgres.clone(),
            it.pgvector.clone(),
            it.vector_type.clone(),
            (it.m, it.ef_construction, it.non_zero),
            (it.megabytes, it.workers, it.half),
        )
    };
    it.way == Way::Clusters && it.found.spilled_after.is_none() && kind(it) == kind(large)
}
