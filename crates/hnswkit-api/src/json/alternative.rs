//! Neighboring choices: another type, fewer dimensions, another `m`.

use hnswkit_core::{
    estimate::{Alternative, Estimate},
    plan::Plan,
};
use serde::Serialize;

/// Another choice for an index, with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimateAlternative {
    /// The name of the index that it is for, as the catalog has it.
    pub index: String,
    /// `halfvec`, `bit`, `fewer-dimensions`, `more-dimensions`, `smaller-m` or `larger-m`.
    pub id: String,
    /// The type of what is indexed.
    #[serde(rename = "type")]
    pub vector_type: String,
    /// The links of an element.
    pub m: u32,
    /// The size of the index.
    pub index_bytes: u64,
    /// What it saves of the index as it is planned; below 0 when it is larger.
    pub saved_bytes: i64,
    /// Memory of a build that does not spill.
    pub build_memory_bytes: u64,
    /// The build is hardly faster.
    pub build_seconds_low: f64,
    /// The build is hardly slower on a machine that does nothing else.
    pub build_seconds_high: f64,
    /// WAL that the build writes.
    pub wal_bytes: u64,
    /// What it is, and what is to be proven before.
    pub why: String,
}

/// For more indexes nobody chooses one by one, and each choice is an estimate of its own.
const MANY: usize = 100;

impl EstimateAlternative {
    /// Those of every index of a plan; none when it has many.
    pub(super) fn all(plan: &Plan) -> Vec<Self> {
        if MANY < plan.request.indexes.len() {
            return vec![];
        }
        let indexes = plan.request.indexes.iter().zip(&plan.estimates);
        let of = |index: &str, it: &Estimate| -> Vec<Self> {
            it.alternatives().iter().map(|other| Self::new(index, it, other)).collect()
        };
        indexes.flat_map(|(index, it)| of(index.definition.name.as_str(), it)).collect()
    }

    fn new(index: &str, it: &Estimate, other: &Alternative) -> Self {
        let found = &other.estimate;
        Self {
            index: index.to_owned(),
            id: other.id.to_owned(),
            vector_type: other.vector_type.to_string(),
            m: other.m.get(),
            index_bytes: found.index_bytes.get(),
            saved_bytes: it.saved_by(other),
            build_memory_bytes: found.build_memory_bytes.get(),
            build_seconds_low: found.build_seconds_low.0,
            build_seconds_high: found.build_seconds_high.0,
            wal_bytes: found.wal_bytes.get(),
            why: other.why.clone(),
        }
    }
}
