//! The spec file, `hnswkit.toml`: what people ask for, before it is known to make sense.
//!
//! Every key stands once, in `table.rs`; reading, writing, flags and JSON Schema follow from it.

mod command_line;
mod convert;
mod field;
mod fill;
mod lint;
#[cfg_attr(
    not(feature = "every-operation"),
    allow(dead_code, reason = "the browser's first build has no lists")
)]
mod list;
mod nearest;
mod only_for;
pub(crate) mod place;
mod plan;
#[cfg(feature = "parse")]
mod read;
mod schema;
mod set;
mod table;
#[cfg(test)]
#[cfg(feature = "parse")]
mod tests;
mod value;
mod words;
mod write;

use serde::{Deserialize, Serialize};

pub use field::{Example, Field, Kind, Section};
#[cfg(feature = "parse")]
pub use lint::{LINT_FIELDS, LintField, LintKind, LintSettings, PathSettings};
pub use lint::{LintSpec, PerPathSpec};
pub use schema::schema;
#[cfg(feature = "every-number")]
pub use table::{ActivitySpec, CalibrationSpec, QuerySpec, ReplicationSpec};
pub use table::{
    FIELDS, IndexSpec, MigrationSpec, RestoreSpec, SettingSpec, TargetSpec, UpgradeSpec,
};
pub use value::{Scalar, Value};

/// The example of the documentation: two tables of a task tracker.
pub const STORY: &str = include_str!("../../../../examples/task-tracker.toml");

/// A migration as people ask for it; [`Spec::to_request`] says whether it makes sense.
///
/// ```
/// use hnswkit_api::spec::Spec;
///
/// let text = r#"
///     [[index]]
///     table = "messages"
///     column = "embedding"
///     type = "vector(1536)"
///     metric = "cosine"
///     rows = "10k"
///     m = 101
/// "#;
/// let spec = Spec::from_toml(text, "hnswkit.toml")?;
/// let problems = spec.to_request().unwrap_err();
/// assert_eq!(
///     problems.to_string(),
///     "hnswkit.toml:8:9: `m` must be between 2 and 100, but is 101"
/// );
/// # Ok::<(), hnswkit_api::problem::Problems>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[serde(default, deny_unknown_fields)]
pub struct Spec {
    /// The server, as far as it is known.
    pub target: TargetSpec,
    /// The migration and its tool.
    pub migration: MigrationSpec,
    /// The indexes, in the order in which they are built.
    pub index: Vec<IndexSpec>,
    /// The settings that new sessions begin with.
    #[cfg_attr(feature = "every-operation", serde(skip_serializing_if = "Vec::is_empty"))]
    #[cfg_attr(not(feature = "every-operation"), serde(skip))]
    pub setting: Vec<SettingSpec>,
    /// The upgrade of pgvector.
    #[cfg_attr(feature = "every-operation", serde(skip_serializing_if = "UpgradeSpec::is_empty"))]
    #[cfg_attr(not(feature = "every-operation"), serde(skip))]
    pub upgrade: UpgradeSpec,
    /// The dump that is restored.
    #[cfg_attr(feature = "every-operation", serde(skip_serializing_if = "RestoreSpec::is_empty"))]
    #[cfg_attr(not(feature = "every-operation"), serde(skip))]
    pub restore: RestoreSpec,
    /// The builds that were timed.
    #[cfg(feature = "every-number")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calibration: Vec<CalibrationSpec>,
    /// The search that the index is for.
    #[cfg(feature = "every-number")]
    #[serde(skip_serializing_if = "QuerySpec::is_empty")]
    pub query: QuerySpec,
    /// What happens to the tables after the builds.
    #[cfg(feature = "every-number")]
    #[serde(skip_serializing_if = "ActivitySpec::is_empty")]
    pub activity: ActivitySpec,
    /// The way to the replicas.
    #[cfg(feature = "every-number")]
    #[serde(skip_serializing_if = "ReplicationSpec::is_empty")]
    pub replication: ReplicationSpec,
    /// How SQL is checked; builds that read no SQL leave it out.
    #[cfg_attr(feature = "parse", serde(skip_serializing_if = "LintSpec::is_empty"))]
    #[cfg_attr(not(feature = "parse"), serde(skip))]
    pub lint: LintSpec,
}
