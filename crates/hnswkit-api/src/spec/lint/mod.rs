//! `[lint]` of the spec file: how SQL is checked.

#[cfg(feature = "parse")]
mod convert;
#[cfg(feature = "parse")]
mod read;
#[cfg(feature = "parse")]
mod schema;
#[cfg(feature = "parse")]
mod set;
#[cfg(feature = "parse")]
mod settings;
#[cfg(feature = "parse")]
mod table;
#[cfg(test)]
#[cfg(feature = "parse")]
mod tests;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Value;
use crate::problem::Place;

#[cfg(feature = "parse")]
pub(super) use read::read;
#[cfg(feature = "parse")]
pub use settings::{LintSettings, PathSettings};
#[cfg(feature = "parse")]
pub use table::{LINT_FIELDS, LintField, LintKind};
pub(super) use write::write;

/// How SQL is checked; every key is optional.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[serde(default, deny_unknown_fields)]
pub struct LintSpec {
    /// The tool that runs the files, where neither the file nor its name tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<Value>,
    /// The size of `/dev/shm` on the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_memory: Option<Value>,
    /// What `maintenance_work_mem` is on the server where no file sets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintenance_work_mem: Option<Value>,
    /// Files that tell what the database looks like before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schema: Vec<Value>,
    /// Which files of a folder are read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<Value>,
    /// Which files and folders are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<Value>,
    /// The rules that run; all when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub select: Vec<Value>,
    /// Rules that do not run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<Value>,
    /// From which severity on findings fail a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Value>,
    /// The file of findings that are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Value>,
    /// Rows by table.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, Value>,
    /// Severities by rule, where they differ from the rule's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub severity: BTreeMap<String, Value>,
    /// What holds for some files only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub per_path: Vec<PerPathSpec>,
    /// Where the section begins, if it came from a file.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// What holds for some files only.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[serde(default, deny_unknown_fields)]
pub struct PerPathSpec {
    /// The files, as a glob.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Value>,
    /// Rules that do not look there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<Value>,
    /// Where the section begins, if it came from a file.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl LintSpec {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl PartialEq for LintSpec {
    /// By the values alone, wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        let scalars = |it: &Self| {
            let Self { tool, shared_memory, maintenance_work_mem, fail_on, baseline, .. } =
                it.clone();
            [tool, shared_memory, maintenance_work_mem, fail_on, baseline]
        };
        scalars(self) == scalars(other)
            && self.schema == other.schema
            && self.include == other.include
            && self.exclude == other.exclude
            && self.select == other.select
            && self.ignore == other.ignore
            && self.rows == other.rows
            && self.severity == other.severity
            && self.per_path == other.per_path
    }
}

impl PartialEq for PerPathSpec {
    /// By the values alone, wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.ignore == other.ignore
    }
}
