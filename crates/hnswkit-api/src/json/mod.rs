//! What `--json` prints and the browser page gets: plain structs, converted by hand.
//!
//! Field names are relied on from outside: add fields, don't rename them.

#[cfg(feature = "every-number")]
mod alternative;
#[cfg(feature = "schema")]
mod document;
mod error;
mod estimate;
mod explain;
#[cfg(feature = "every-number")]
mod figure;
mod format;
mod import;
mod lint;
#[cfg(feature = "every-number")]
mod memory;
mod monitor;
mod pack;
mod parameters;
mod picture;
mod plan;
#[cfg(feature = "every-number")]
mod platform;
#[cfg(feature = "every-number")]
mod progress;
mod rules;
mod runbook;
#[cfg(feature = "every-number")]
mod search;
mod snippet;
mod spec;
mod spilled;
mod summary;
mod text;
#[cfg(feature = "every-number")]
mod time;

#[cfg(feature = "every-number")]
pub use alternative::EstimateAlternative;
#[cfg(feature = "schema")]
pub use document::{DOCUMENTS, Document};
pub use error::ErrorDocument;
pub use estimate::{EstimateDocument, EstimatePart, IndexEstimate};
pub use explain::{
    ExplainCheck, ExplainDocument, ExplainFigure, ExplainValue, ExplainedMessage, MessagePlace,
    UnknownMessage,
};
#[cfg(feature = "every-number")]
pub use figure::{EstimateFigure, IndexFigures};
pub use format::{FormatEntry, FormatsDocument};
pub use import::{ImportAssumption, ImportDocument, ImportNote, ImportedColumn, ImportedIndex};
pub use lint::{LintCounts, LintDocument, LintEdit, LintFinding};
#[cfg(feature = "every-number")]
pub use memory::{
    HUGE_PAGES_SQL, HugePagesEstimate, MemoryShare, ServerMemoryEstimate, SharedMemoryEstimate,
    SharedMemoryText,
};
pub use monitor::{MonitorDocument, MonitorEntry};
pub use pack::{PackAlert, PackDocument, PackFile, PackMetric};
pub use parameters::{FieldEntry, MetricEntry, ModelEntry, ParametersDocument, TypeEntry};
pub use picture::{CurvePoint, PagePicture, PictureDocument};
pub use plan::{PlanDocument, PlanFile, PlanFinding, PlanQuery, PlanStep, PreflightCheck};
#[cfg(feature = "every-number")]
pub use platform::{
    PlatformClaim, PlatformEntry, PlatformLimit, PlatformPooler, PlatformSetting, PlatformsDocument,
};
#[cfg(feature = "every-number")]
pub use progress::{IndexProgress, ProgressDocument};
pub use rules::{RuleDocument, RuleEntry, RulesDocument};
pub use runbook::{RunbookDocument, RunbookEntry, RunbooksDocument};
#[cfg(feature = "every-number")]
pub use search::{IndexSearch, SearchSuggestion};
pub use snippet::{SnippetEntry, SnippetsDocument};
pub use spec::SpecDocument;
pub use spilled::{MemoryBounds, SpilledDocument, SpilledIndex};
#[cfg(feature = "every-operation")]
pub use summary::PlanFill;
pub use summary::{PlanSummary, PlanWait, SummaryLine};
pub use text::write;
#[cfg(feature = "every-number")]
pub use time::{IndexTime, TimeForecast};

/// The version of all documents; it grows when a field changes its meaning.
pub const SCHEMA: u32 = 1;
