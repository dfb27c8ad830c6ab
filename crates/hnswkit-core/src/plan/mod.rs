//! From a request to a plan: ordered steps with why, statement, verification and way back.

mod build_settings;
mod create;
mod drop;
mod finding;
mod findings;
mod name;
mod operation;
mod planner;
mod preflight;
mod reindex;
mod replace;
mod request;
mod step;

pub use build_settings::BuildSettings;
pub use finding::{Finding, Severity};
pub use name::default_index_name;
pub use operation::Operation;
pub use planner::{PlanError, plan};
pub use preflight::{Check, CheckKind};
pub use request::{IndexRequest, Mode, Request, Target};
pub use step::{Phase, Plan, Step};
