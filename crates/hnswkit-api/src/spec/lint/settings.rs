//! What `[lint]` and `[target]` come to, when they make sense.

use std::collections::BTreeSet;

use hnswkit_core::lint::{Options, Severity};

/// How SQL is checked.
#[derive(Debug, Clone, PartialEq)]
pub struct LintSettings {
    /// What the rules are told.
    pub options: Options,
    /// Files that tell what the database looks like before.
    pub schema: Vec<String>,
    /// Globs of files that are read.
    pub include: Vec<String>,
    /// Globs of files and folders that are left out.
    pub exclude: Vec<String>,
    /// From which severity on findings fail a run; never when there is none.
    pub fail_on: Option<Severity>,
    /// The file of findings that are known.
    pub baseline: Option<String>,
    /// What holds for some files only.
    pub per_path: Vec<PathSettings>,
}

/// What holds for some files only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathSettings {
    /// The files, as a glob.
    pub path: String,
    /// Rules that do not look there.
    pub ignore: BTreeSet<String>,
}

impl Default for LintSettings {
    fn default() -> Self {
        Self {
            options: Options::default(),
            schema: vec![],
            include: vec![],
            exclude: vec![],
            fail_on: Some(Severity::Warning),
            baseline: None,
            per_path: vec![],
        }
    }
}
