//! What is wrong with SQL.

use serde::Serialize;

use crate::problem::Position;

/// What the rules found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LintDocument {
    /// The version of the document.
    pub schema: u32,
    /// What was found, by file and place.
    pub findings: Vec<LintFinding>,
    /// How many files were judged.
    pub files: u32,
    /// How many findings there are, by severity.
    pub counts: LintCounts,
    /// Findings that a baseline knows, and so are not listed.
    pub known: u32,
}

/// How many findings there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LintCounts {
    /// The server refuses it, or it does nothing.
    pub error: u32,
    /// The server accepts it, and it will hurt.
    pub warning: u32,
    /// Worth knowing.
    pub hint: u32,
}

/// One thing that a rule has found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LintFinding {
    /// The name of the rule; `hnswkit explain` shows its page.
    pub rule: String,
    /// `error`, `warning` or `hint`.
    pub severity: String,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file, as it was named.
    pub file: String,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
    /// Edits that cure it, in order; they do not overlap.
    pub fix: Option<Vec<LintEdit>>,
    /// `safe` when nothing is left to decide, `unsafe` when somebody should look at it.
    pub fix_safety: Option<String>,
    /// The same as long as rule, file and statement are; lines may move.
    pub fingerprint: String,
}

/// A text to put into the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LintEdit {
    /// The first character that goes.
    pub start: Position,
    /// After the last character that goes; the same as `start` to insert.
    pub end: Position,
    /// What comes.
    pub text: String,
}

impl LintDocument {
    /// Every position, in no order.
    #[cfg(feature = "parse")]
    pub(crate) fn positions(&mut self) -> impl Iterator<Item = &mut Position> {
        self.findings.iter_mut().flat_map(|it| {
            let edits = it.fix.iter_mut().flatten();
            let edits = edits.flat_map(|it| [&mut it.start, &mut it.end]);
            edits.chain([&mut it.start, &mut it.end])
        })
    }
}
