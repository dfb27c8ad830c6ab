//! What `--json` prints and the browser page gets: plain structs, converted by hand.
//!
//! Field names are relied on from outside: add fields, don't rename them.

mod error;
mod estimate;
mod format;
mod monitor;
mod plan;

pub use error::ErrorDocument;
pub use estimate::{EstimateDocument, EstimatePart, IndexEstimate};
pub use format::{FormatEntry, FormatsDocument};
pub use monitor::{MonitorDocument, MonitorEntry};
pub use plan::{PlanDocument, PlanFile, PlanFinding, PlanStep, PreflightCheck};

/// The version of all documents; it grows when a field changes its meaning.
pub const SCHEMA: u32 = 1;
