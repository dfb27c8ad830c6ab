//! What a rule has found: plain data, shown by others.

use super::Rule;
use crate::parse::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong yet.
    Hint,
    /// The server accepts it, and it will hurt.
    Warning,
    /// The server refuses it, or it does nothing.
    Error,
}

/// One thing that a rule has found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is here: the rule's severity, unless the options say otherwise.
    pub severity: Severity,
    /// The place of the source in the list that was checked.
    pub source: usize,
    /// Where in the source, in bytes.
    pub span: Span,
    /// The statement that it is about; the same as `span` where it is about a whole source.
    pub statement: Span,
    /// What is the matter, with its values.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Edits that cure it.
    pub fix: Option<Fix>,
}

/// Edits of one source that cure a finding; they do not overlap and come in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether the statement means what its writer meant, with nothing left to decide.
    pub safe: bool,
    /// What to replace.
    pub edits: Vec<Edit>,
}

/// A text to put into the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes, in bytes; empty to insert.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl Severity {
    /// All of them, worst last.
    pub const ALL: &[Self] = &[Self::Hint, Self::Warning, Self::Error];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Fix {
    /// A fix that means the same, or what was clearly meant.
    pub(super) fn safe(span: Span, text: impl Into<String>) -> Self {
        Self { safe: true, edits: vec![Edit { span, text: text.into() }] }
    }

    /// A fix that somebody should look at.
    pub(super) fn unsafe_(span: Span, text: impl Into<String>) -> Self {
        Self { safe: false, edits: vec![Edit { span, text: text.into() }] }
    }
}
