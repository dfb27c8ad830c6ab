//! The runbook of a plan.

use hnswkit_core::{plan::Plan, runbook};
use serde::Serialize;

use super::SCHEMA;

/// What people do, in order, also at night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunbookDocument {
    /// The version of the document.
    pub schema: u32,
    /// Markdown.
    pub content: String,
}

impl RunbookDocument {
    /// The runbook of a plan.
    pub fn new(plan: &Plan) -> Self {
        Self { schema: SCHEMA, content: runbook::render(plan) }
    }
}
