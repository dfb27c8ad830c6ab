//! From a request to a plan: ordered steps with why, statement, verification and way back.

#![cfg_attr(
    not(feature = "every-operation"),
    allow(dead_code, unused_imports, reason = "the browser's first build plans one operation")
)]

mod build_settings;
#[cfg(feature = "every-operation")]
mod change_findings;
mod create;
mod drop;
pub(crate) mod dump;
mod finding;
mod findings;
#[cfg(feature = "every-operation")]
mod leftovers;
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
#[cfg(feature = "every-operation")]
mod restore;
#[cfg(feature = "every-operation")]
mod setting;
mod step;
mod summary;
mod summary_text;
mod task;
#[cfg(feature = "every-operation")]
mod upgrade;

pub use build_settings::BuildSettings;
pub use finding::{Finding, Severity};
pub use name::{default_index_name, working_names};
pub use operation::{OPERATIONS, Operation};
pub use planner::{PlanError, plan};
pub use preflight::{Check, CheckKind};
pub use request::{IndexRequest, Mode, Previous, Request, Target};
pub(crate) use step::proofs;
pub use step::{Phase, Plan, Step};
pub use summary::{Summary, Wait};
pub use task::{RestoreRequest, SettingRequest, Task, UpgradeRequest};
