//! From a request to a plan: ordered steps with why, statement, verification and way back.

#![cfg_attr(
    not(feature = "every-operation"),
    allow(dead_code, unused_imports, reason = "the browser's first build plans one operation")
)]

#[cfg(feature = "every-number")]
mod activity_findings;
mod build_settings;
#[cfg(feature = "every-operation")]
mod bulk_load;
mod change;
#[cfg(feature = "every-operation")]
mod change_findings;
#[cfg(feature = "every-operation")]
mod change_model;
#[cfg(feature = "every-operation")]
mod change_type;
#[cfg(feature = "every-operation")]
mod column_findings;
mod create;
#[cfg(feature = "every-number")]
mod disk;
mod drop;
pub(crate) mod dump;
mod equal_index;
mod finding;
mod findings;
#[cfg(feature = "every-operation")]
mod findings_of_load;
#[cfg(feature = "every-operation")]
mod findings_of_reduced;
#[cfg(feature = "every-operation")]
mod leftovers;
#[cfg(feature = "every-operation")]
mod model_checks;
#[cfg(feature = "every-operation")]
mod model_findings;
mod name;
mod operation;
mod order;
mod partitioned;
mod planner;
#[cfg(feature = "every-number")]
mod platform_findings;
mod preflight;
mod query;
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
mod row_work;
#[cfg(feature = "every-number")]
mod search;
#[cfg(feature = "every-number")]
mod server_findings;
#[cfg(feature = "every-operation")]
mod setting;
#[cfg(feature = "every-operation")]
mod split_findings;
mod step;
mod summary;
mod summary_text;
mod task;
mod tenants;
#[cfg(feature = "every-operation")]
mod upgrade;

pub use build_settings::BuildSettings;
#[cfg(feature = "every-operation")]
pub use bulk_load::LoadStage;
pub use change::{Change, Stage};
#[cfg(feature = "every-operation")]
pub use change_model::MODEL_STAGES;
pub use finding::{Finding, Severity};
#[cfg(feature = "every-operation")]
pub use name::reduced_index_name;
pub use name::{default_index_name, new_column, working_names};
pub use operation::{OPERATIONS, Operation};
pub use partitioned::partitioned;
pub use planner::{PlanError, plan};
pub use preflight::{Check, CheckKind};
pub use query::Query;
pub(crate) use request::Words;
pub use request::{IndexRequest, Mode, ModelChange, Partition, Previous, Request, Target};
#[cfg(feature = "every-operation")]
pub use row_work::Fill;
pub(crate) use step::proofs;
pub use step::{Phase, Plan, Step};
pub use summary::{Builds, Built, Summary, Wait};
pub use task::{RestoreRequest, SettingRequest, Task, UpgradeRequest};
pub use tenants::{Tenancy, Tenant, Tenants, per_tenant};
