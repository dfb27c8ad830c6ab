//! From a request to a plan: ordered steps with why, statement, verification and way back.

#![cfg_attr(
    not(feature = "every-operation"),
    allow(dead_code, unused_imports, reason = "the browser's first build plans one operation")
)]

mod build_settings;
mod change;
#[cfg(feature = "every-operation")]
mod change_findings;
#[cfg(feature = "every-operation")]
mod change_model;
#[cfg(feature = "every-operation")]
mod change_type;
mod create;
mod drop;
mod finding;
mod findings;
#[cfg(feature = "every-operation")]
mod leftovers;
#[cfg(feature = "every-operation")]
mod model_findings;
mod name;
mod operation;
mod order;
mod planner;
mod preflight;
#[cfg(feature = "every-operation")]
mod reindex;
#[cfg(feature = "every-operation")]
mod repair;
#[cfg(feature = "every-operation")]
mod replace;
mod request;
mod step;
mod summary;
mod summary_text;

pub use build_settings::BuildSettings;
pub use change::{Change, Stage};
#[cfg(feature = "every-operation")]
pub use change_model::MODEL_STAGES;
pub use finding::{Finding, Severity};
pub use name::{default_index_name, new_column};
pub use operation::{OPERATIONS, Operation};
pub use planner::{PlanError, plan};
pub use preflight::{Check, CheckKind};
pub use request::{IndexRequest, Mode, ModelChange, Previous, Request, Target};
pub use step::{Phase, Plan, Step};
pub use summary::{Summary, Wait};
