//! How long a running build still takes.

use hnswkit_core::{
    estimate::{Estimate, Progress, remaining},
    plan::{IndexRequest, Plan},
};
use serde::Serialize;

use super::SCHEMA;

/// What is left of a build, from samples of its progress.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgressDocument {
    /// The version of the document.
    pub schema: u32,
    /// The samples that were read.
    pub samples: u64,
    /// An answer for each index, as samples don't say which it is.
    pub indexes: Vec<IndexProgress>,
}

/// What is left if the samples are of this index.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexProgress {
    /// The name of the index, with its schema if that is known, as SQL.
    pub name: String,
    /// The rows of the spec.
    pub rows: u64,
    /// The share of the work that was done at the last sample; null when the samples don't tell,
    /// and so are all below.
    pub done: Option<f64>,
    /// It hardly takes less from the last sample on.
    pub remaining_seconds_low: Option<f64>,
    /// The likely time.
    pub remaining_seconds_likely: Option<f64>,
    /// It hardly takes more.
    pub remaining_seconds_high: Option<f64>,
    /// How many times as long as on the machine that the model was fitted to.
    pub pace: Option<f64>,
    /// The row at which the build spills with the memory of the spec; null if it does not.
    pub spills_at: Option<u64>,
    /// What a row costs from there on, in rows before it; null if it does not spill.
    pub spilled_row: Option<f64>,
}

impl ProgressDocument {
    /// What is left of each index of the plan.
    pub fn new(plan: &Plan, samples: &[Progress]) -> Self {
        let one = |(index, it): (&IndexRequest, &Estimate)| {
            let found = remaining(it, samples);
            IndexProgress {
                name: index.definition.qualified_name().to_string(),
                rows: index.rows.get(),
                done: found.map(|it| it.done),
                remaining_seconds_low: found.map(|it| it.low.0),
                remaining_seconds_likely: found.map(|it| it.likely.0),
                remaining_seconds_high: found.map(|it| it.high.0),
                pace: found.map(|it| it.pace),
                spilled_row: found.and_then(|it| it.spills_at.map(|_| it.spilled_row)),
                spills_at: found.and_then(|it| it.spills_at).map(|it| it.get()),
            }
        };
        let indexes = plan.request.indexes.iter().zip(&plan.estimates);
        let whole = indexes.filter(|(it, _)| !it.is_whole());
        Self { schema: SCHEMA, samples: samples.len() as u64, indexes: whole.map(one).collect() }
    }
}
