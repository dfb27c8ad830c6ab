//! From a request to a plan: ordered steps with why, statement, verification and way back.

mod build_settings;
mod create;
mod finding;
mod findings;
mod name;
mod preflight;
mod request;
mod step;

pub use build_settings::BuildSettings;
pub use create::{PlanError, plan};
pub use finding::{Finding, Severity};
pub use name::default_index_name;
pub use preflight::{Check, CheckKind};
pub use request::{IndexRequest, Mode, Request, Target};
pub use step::{Phase, Plan, Step};
