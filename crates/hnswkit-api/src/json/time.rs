//! The time of a build: what it rests on, and what other settings make of it.

use hnswkit_core::{
    estimate::{Estimate, Forecast, forecasts},
    plan::{IndexRequest, Plan},
};
use serde::Serialize;

/// The time of the build of one index.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexTime {
    /// The name of the index, as the catalog has it.
    pub name: String,
    /// `model` for any machine, `timed` when builds on this one were timed.
    pub basis: String,
    /// What that means, as a sentence without a full stop.
    pub why: String,
    /// The likely time; null for the model, which knows a band only.
    pub build_seconds_likely: Option<f64>,
    /// How many times as long as on the machine that the model was fitted to; null for the model.
    pub pace: Option<f64>,
    /// The time as it is planned first, then with other settings.
    pub forecasts: Vec<TimeForecast>,
}

/// The time with one setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimeForecast {
    /// The value to SET, as in `64MB`.
    pub maintenance_work_mem: String,
    /// Rows after which the build spills with it.
    pub fits_in_memory_rows: u64,
    /// Rows that come after that.
    pub spilled_rows: u64,
    /// The build is hardly faster.
    pub build_seconds_low: f64,
    /// The build is hardly slower on a machine that does nothing else.
    pub build_seconds_high: f64,
}

impl IndexTime {
    /// The time of every index of a plan, in its order.
    pub(super) fn all(plan: &Plan) -> Vec<Self> {
        let timed = &plan.request.calibration;
        let one = |(index, it): (&IndexRequest, &Estimate)| {
            let (basis, why) = match it.calibrated {
                Some(_) if timed.len() == 1 => {
                    ("timed", "one build was timed on this server".to_owned())
                }
                Some(_) => ("timed", format!("{} builds were timed on this server", timed.len())),
                None => (
                    "model",
                    "nobody has timed this machine and these vectors: of a hundred builds that were \
                     measured, 94 lay in such a band"
                        .to_owned(),
                ),
            };
            Self {
                name: index.definition.name.as_str().to_owned(),
                basis: basis.to_owned(),
                why,
                build_seconds_likely: it.calibrated.map(|it| it.likely.0),
                pace: it.calibrated.map(|it| it.pace),
                forecasts: forecasts(it, timed).iter().map(TimeForecast::from).collect(),
            }
        };
        plan.request.indexes.iter().zip(&plan.estimates).map(one).collect()
    }
}

impl From<&Forecast> for TimeForecast {
    fn from(it: &Forecast) -> Self {
        Self {
            maintenance_work_mem: it.maintenance_work_mem.to_string(),
            fits_in_memory_rows: it.fits_in_memory_rows.get(),
            spilled_rows: it.spilled_rows.get(),
            build_seconds_low: it.build_seconds_low.0,
            build_seconds_high: it.build_seconds_high.0,
        }
    }
}
