//! The time of a build with other settings of its memory: what a spill costs.

use super::{
    answer::Estimate,
    calibration::{Sample, with_shape},
    time::band,
    workload::Workload,
};
use crate::domain::{MemorySetting, Rows, Seconds};

/// The time with one setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The setting.
    pub maintenance_work_mem: MemorySetting,
    /// Rows after which the build spills with it.
    pub fits_in_memory_rows: Rows,
    /// Rows that come after that; 0 when all fit.
    pub spilled_rows: Rows,
    /// The build is hardly faster.
    pub build_seconds_low: Seconds,
    /// The build is hardly slower.
    pub build_seconds_high: Seconds,
}

impl Forecast {
    /// As it is planned.
    fn planned(it: &Estimate) -> Self {
        Self {
            maintenance_work_mem: it.maintenance_work_mem,
            fits_in_memory_rows: it.fits_in_memory_rows,
            spilled_rows: it.spilled_rows,
            build_seconds_low: it.build_seconds_low,
            build_seconds_high: it.build_seconds_high,
        }
    }

    /// With another setting.
    fn with(setting: MemorySetting, planned: &Estimate, samples: &[Sample]) -> Self {
        let it = Workload { maintenance_work_mem: Some(setting), ..*planned.workload() };
        let shape = planned.shape(&it);
        let (low, high) = match with_shape(&it, &shape, planned.processors(), samples) {
            Some(known) => (known.low, known.high),
            None => band(&it, shape.build, shape.in_memory, shape.later),
        };
        let rows = |n: u64| Rows::new(n).unwrap_or(Rows::MAX);
        Self {
            maintenance_work_mem: setting,
            fits_in_memory_rows: rows(shape.fits),
            spilled_rows: rows(shape.later),
            build_seconds_low: low,
            build_seconds_high: high,
        }
    }

    fn spills(&self) -> bool {
        0 < self.spilled_rows.get()
    }
}

/// The time as it is planned, and with what matters beside that: a setting that all rows fit
/// where the planned one is too small, and PostgreSQL's default where they don't fit that.
pub fn forecasts(planned: &Estimate, samples: &[Sample]) -> Vec<Forecast> {
    let first = Forecast::planned(planned);
    let mut list = vec![first];
    let enough = planned.recommended_maintenance_work_mem;
    if first.spills() && first.maintenance_work_mem < enough {
        list.push(Forecast::with(enough, planned, samples));
    }
    let default = MemorySetting::DEFAULT;
    if list.iter().all(|it| it.maintenance_work_mem != default) {
        let other = Forecast::with(default, planned, samples);
        list.extend(other.spills().then_some(other));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Bytes,
        estimate::{estimate, properties::workload},
    };

    fn rows_and_settings(it: &Workload) -> Vec<(u64, String)> {
        let list = forecasts(&estimate(it).unwrap(), &[]);
        let slowest = list.iter().map(|it| it.build_seconds_high.0);
        assert_eq!(slowest.clone().fold(0.0, f64::max) > 0.0, it.rows.get() > 0);
        list.iter().map(|it| (it.spilled_rows.get(), it.maintenance_work_mem.to_string())).collect()
    }

    #[test]
    fn a_graph_that_fits_is_compared_with_the_default() {
        let found = rows_and_settings(&workload("vector(1536)", 20_000));
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].0, found[1].1.as_str()), (0, "64MB"));
        assert!(10_000 < found[1].0, "{found:?}");
    }

    #[test]
    fn a_graph_that_fits_the_default_has_one_forecast() {
        assert_eq!(rows_and_settings(&workload("vector(1536)", 5_000)).len(), 1);
        assert_eq!(rows_and_settings(&workload("vector(3)", 0)).len(), 1);
    }

    #[test]
    fn a_setting_that_is_too_small_is_compared_with_one_that_is_enough() {
        let small = MemorySetting::new(Bytes::mebibytes(32)).unwrap();
        let it = Workload { maintenance_work_mem: Some(small), ..workload("vector(1536)", 50_000) };
        let list = forecasts(&estimate(&it).unwrap(), &[]);
        assert_eq!(list.len(), 3);
        assert_eq!(list[1].spilled_rows.get(), 0);
        assert!(list[1].build_seconds_high.0 < list[2].build_seconds_high.0);
        assert!(list[2].build_seconds_high.0 < list[0].build_seconds_high.0);
    }
}
