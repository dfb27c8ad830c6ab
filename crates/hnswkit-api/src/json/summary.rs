//! What one has to know of a plan before it runs.

use hnswkit_core::plan::{Plan, Wait};
use serde::Serialize;

/// What one has to know of a plan before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanSummary {
    /// The same for people.
    pub lines: Vec<SummaryLine>,
    /// What waits for it; what is not here goes on at every step.
    pub waits: Vec<PlanWait>,
    /// How many indexes are built.
    pub builds: u64,
    /// All builds together, when each is hardly faster.
    pub build_seconds_low: f64,
    /// All builds together, when each is hardly slower.
    pub build_seconds_high: f64,
    /// Disk besides what is used already, at the worst moment; with `wal_bytes`.
    pub disk_peak_bytes: u64,
    /// WAL that all builds write, and what fills columns.
    pub wal_bytes: u64,
    /// The points of no return among `steps`, counted from 1.
    pub no_return_steps: Vec<u64>,
}

/// A line of the summary for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SummaryLine {
    /// What it is about: `reads`, `writes`, `schema changes`, `time`, `disk`, `way back` or
    /// `interrupted`.
    pub about: String,
    /// How that is.
    pub text: String,
}

/// Statements of others that wait for one step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanWait {
    /// What waits: `reads`, `writes` or `schema changes`.
    pub blocks: String,
    /// The step among `steps`, counted from 1.
    pub step: u64,
    /// The table or index that is locked, as SQL.
    pub on: String,
    /// How long the lock is held once it is granted.
    pub held: String,
    /// How long the step waits for its lock before it gives up; null when it does not give up.
    pub lock_timeout_seconds: Option<f64>,
    /// Only where a run was interrupted before.
    pub cleans_up: bool,
}

impl From<&Plan> for PlanSummary {
    fn from(plan: &Plan) -> Self {
        let it = plan.summary();
        let line = |(about, text): (&str, String)| SummaryLine { about: about.to_owned(), text };
        Self {
            lines: plan.summary_lines().into_iter().map(line).collect(),
            waits: it.waits.iter().map(PlanWait::from).collect(),
            builds: it.builds as u64,
            build_seconds_low: it.build_seconds_low.0,
            build_seconds_high: it.build_seconds_high.0,
            disk_peak_bytes: it.disk_peak_bytes.get(),
            wal_bytes: it.wal_bytes.get(),
            no_return_steps: it.no_return.iter().map(|it| *it as u64 + 1).collect(),
        }
    }
}

impl From<&Wait> for PlanWait {
    fn from(it: &Wait) -> Self {
        Self {
            blocks: it.blocked.to_string(),
            step: it.step as u64 + 1,
            on: it.on.clone(),
            held: it.held.to_string(),
            lock_timeout_seconds: it.patience.map(|it| it.0),
            cleans_up: it.cleans_up,
        }
    }
}
