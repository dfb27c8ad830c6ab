//! From the NOTICE of a build that spilled back to its memory.

use hnswkit_core::{
    domain::Rows,
    estimate::{MemoryRange, memory_in_force},
    plan::Plan,
};
use serde::Serialize;

use super::SCHEMA;

/// The memory that was in force when a build spilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpilledDocument {
    /// The version of the document.
    pub schema: u32,
    /// The tuples of the NOTICE.
    pub spilled_after: u64,
    /// An answer for each index, as the NOTICE does not say which it was.
    pub indexes: Vec<SpilledIndex>,
}

/// The memory that was in force if the NOTICE is about this index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpilledIndex {
    /// The name of the index, with its schema if that is known, as SQL.
    pub name: String,
    /// If one process built it; null when no setting gives this number.
    pub serial: Option<MemoryBounds>,
    /// If workers took part; null when no setting gives this number.
    pub parallel: Option<MemoryBounds>,
    /// The rows of the spec.
    pub rows: u64,
    /// The value to SET so that all rows fit, as in `70MB`.
    pub recommended_maintenance_work_mem: String,
}

/// A setting between these, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemoryBounds {
    /// The least.
    pub low_bytes: u64,
    /// The most.
    pub high_bytes: u64,
}

impl SpilledDocument {
    /// The memory that was in force when a build of one of the plan's indexes spilled after so
    /// many tuples.
    pub fn new(plan: &Plan, spilled_after: Rows) -> Self {
        let indexes = SpilledIndex::all(plan, spilled_after);
        Self { schema: SCHEMA, spilled_after: spilled_after.get(), indexes }
    }
}

impl SpilledIndex {
    /// An answer for each index of the plan.
    pub(crate) fn all(plan: &Plan, spilled_after: Rows) -> Vec<Self> {
        let indexes = plan.request.indexes.iter().zip(&plan.estimates);
        indexes
            .map(|(index, estimate)| {
                let it =
                    memory_in_force(&index.workload(&plan.request.target), spilled_after.get());
                Self {
                    name: index.definition.qualified_name().to_string(),
                    serial: it.serial.map(MemoryBounds::from),
                    parallel: it.parallel.map(MemoryBounds::from),
                    rows: index.rows.get(),
                    recommended_maintenance_work_mem: estimate
                        .recommended_maintenance_work_mem
                        .to_string(),
                }
            })
            .collect()
    }
}

impl From<MemoryRange> for MemoryBounds {
    fn from(it: MemoryRange) -> Self {
        Self { low_bytes: it.low.get(), high_bytes: it.high.get() }
    }
}
