//! From a request to a plan: ordered steps with why, statement, verification and way back.

#![cfg_attr(
    not(feature = "every-operation"),
    allow(dead_code, unused_imports, reason = "the browser's first build plans one operation")
)]

mod build_settings;
mod create;
mod drop;
pub(crate) mod dump;
mod finding;
mod findings;
mod name;
mod operation;
mod planner;
mod preflight;
#[cfg(feature = "every-operation")]
mod reindex;
#[cfg(feature = "every-operation")]
mod replace;
mod request;
#[cfg(feature = "every-operation")]
mod restore;
#[cfg(feature = "every-operation")]
mod setting;
mod step;
mod task;
#[cfg(feature = "every-operation")]
mod upgrade;

pub use build_settings::BuildSettings;
pub use finding::{Finding, Severity};
pub use name::default_index_name;
pub use operation::{OPERATIONS, Operation};
pub use planner::{PlanError, plan};
pub use preflight::{Check, CheckKind};
pub use request::{IndexRequest, Mode, Request, Target};
pub use step::{Phase, Plan, Step};
pub use task::{RestoreRequest, SettingRequest, Task, UpgradeRequest};
