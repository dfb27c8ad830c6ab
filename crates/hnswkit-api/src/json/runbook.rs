//! Runbooks of a plan.

use hnswkit_core::{
    plan::Plan,
    runbook::{self, RUNBOOKS, Runbook},
};
use serde::Serialize;

use super::SCHEMA;

/// What people do, in order, also at night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunbookDocument {
    /// The version of the document.
    pub schema: u32,
    /// Which runbook it is.
    pub id: String,
    /// Its name for headings.
    pub title: String,
    /// Markdown.
    pub content: String,
    /// Every runbook that there is.
    pub all: Vec<RunbookEntry>,
}

/// The runbooks that there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunbooksDocument {
    /// The version of the document.
    pub schema: u32,
    /// The runbooks, in the order of the documentation.
    pub runbooks: Vec<RunbookEntry>,
}

/// A runbook without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunbookEntry {
    /// A stable name in kebab case.
    pub id: String,
    /// A name for headings.
    pub title: String,
    /// The symptom in one line.
    pub when: String,
}

impl RunbookDocument {
    /// The runbook of the plan's own mode.
    pub fn new(plan: &Plan) -> Self {
        Self::of(runbook::of(plan), plan)
    }

    /// This runbook for the plan.
    pub fn of(runbook: &'static Runbook, plan: &Plan) -> Self {
        Self {
            schema: SCHEMA,
            id: runbook.id.to_owned(),
            title: runbook.title.to_owned(),
            content: runbook.render(plan),
            all: entries(),
        }
    }
}

impl RunbooksDocument {
    /// All of them.
    pub fn new() -> Self {
        Self { schema: SCHEMA, runbooks: entries() }
    }
}

impl Default for RunbooksDocument {
    fn default() -> Self {
        Self::new()
    }
}

fn entries() -> Vec<RunbookEntry> {
    let entry = |it: &Runbook| RunbookEntry {
        id: it.id.to_owned(),
        title: it.title.to_owned(),
        when: it.when.to_owned(),
    };
    RUNBOOKS.iter().map(entry).collect()
}
