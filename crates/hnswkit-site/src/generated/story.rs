//! The example of the documentation: two tables of a task tracker.

use anyhow::{Context, Result, anyhow};
use hnswkit_api::spec::{STORY, Spec};
use hnswkit_core::plan::Plan;

/// Its file.
pub(super) const FILE: &str = "examples/task-tracker.toml";

/// Its spec and its plan.
///
/// # Errors
/// When it cannot be planned.
pub(super) fn story() -> Result<(Spec, Plan)> {
    let spec = Spec::from_toml(STORY, FILE).map_err(|it| anyhow!("{it}")).context(FILE)?;
    let plan = hnswkit_api::answer::planned(&spec).map_err(|it| anyhow!("{it}")).context(FILE)?;
    Ok((spec, plan))
}
