//! What a plan has to say about itself.

use std::{fmt, sync::Arc};

use crate::domain::IndexDefinition;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Hint,
    /// It works and may hurt.
    Warning,
}

/// Something that the reader of a plan should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A stable name in kebab case.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The index that it is about, when it is about one.
    pub index: Option<Arc<IndexDefinition>>,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Severity {
    /// The word for JSON and terminals.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
