//! Numbers with their bounds, their unit and their derivation.

use hnswkit_core::{estimate::Figure, plan::Plan};
use serde::Serialize;

/// A number with its bounds; they are equal where it is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimateFigure {
    /// What it is.
    pub name: String,
    /// The least to reckon with.
    pub low: f64,
    /// The most to reckon with.
    pub high: f64,
    /// `bytes`, `seconds`, `count`, or `share` from 0 to 1.
    pub unit: String,
    /// Where it comes from, with the numbers that went into it.
    pub why: String,
}

/// The numbers of one index.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexFigures {
    /// The name of the index, as the catalog has it.
    pub name: String,
    /// Its numbers.
    pub figures: Vec<EstimateFigure>,
}

impl EstimateFigure {
    pub(super) fn list(figures: &[Figure]) -> Vec<Self> {
        figures.iter().map(Self::from).collect()
    }
}

impl IndexFigures {
    /// What every index of a plan costs when it serves.
    pub(super) fn after(plan: &Plan) -> Vec<Self> {
        let indexes = plan.request.indexes.iter().zip(&plan.estimates);
        let one = |(index, it): (&hnswkit_core::plan::IndexRequest, _)| {
            let it: &hnswkit_core::estimate::Estimate = it;
            Self {
                name: index.definition.name.as_str().to_owned(),
                figures: EstimateFigure::list(&it.after(&plan.request.activity)),
            }
        };
        indexes.map(one).collect()
    }
}

impl From<&Figure> for EstimateFigure {
    fn from(it: &Figure) -> Self {
        Self {
            name: it.name.to_owned(),
            low: it.low,
            high: it.high,
            unit: it.unit.id().to_owned(),
            why: it.why.clone(),
        }
    }
}
