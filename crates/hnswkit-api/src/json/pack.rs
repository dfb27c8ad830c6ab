//! The monitoring pack.

use hnswkit_core::monitor::pack::{ALERTS, METRICS, Options, Output, OutputFile};
use serde::Serialize;

use super::SCHEMA;

/// The files of a monitoring system, and what they are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackDocument {
    /// The version of the document.
    pub schema: u32,
    /// The id of the form.
    pub format: &'static str,
    /// The program.
    pub title: &'static str,
    /// What to do with the files.
    pub usage: &'static str,
    /// The files.
    pub files: Vec<PackFile>,
    /// What is collected.
    pub metrics: Vec<PackMetric>,
    /// What alerts.
    pub alerts: Vec<PackAlert>,
}

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackFile {
    /// A relative path, with `/`.
    pub path: String,
    /// The text.
    pub content: String,
}

/// A number that is collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackMetric {
    /// Its name.
    pub name: &'static str,
    /// `gauge` or `counter`.
    pub kind: &'static str,
    /// What it counts.
    pub unit: &'static str,
    /// What it says.
    pub help: &'static str,
    /// What tells its numbers apart.
    pub labels: Vec<&'static str>,
    /// The query that answers it.
    pub monitor: &'static str,
    /// The column of the answer.
    pub column: &'static str,
}

/// A rule that alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackAlert {
    /// Its name.
    pub name: &'static str,
    /// `critical`, `warning` or `info`.
    pub severity: &'static str,
    /// The condition, as PromQL.
    pub expr: &'static str,
    /// How long it must hold.
    pub wait: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What was found and what to do first.
    pub description: &'static str,
    /// Why it matters.
    pub reason: &'static str,
    /// The id of the runbook.
    pub runbook: &'static str,
    /// Its address, if that of the site is known.
    pub runbook_url: Option<String>,
}

impl PackDocument {
    /// The files of this form.
    pub fn new(form: &'static Output, options: &Options) -> Self {
        let file = |it: OutputFile| PackFile { path: it.path.to_owned(), content: it.content };
        let metrics = METRICS.iter().map(|it| PackMetric {
            name: it.name,
            kind: it.kind.id(),
            unit: it.unit.id(),
            help: it.help,
            labels: it.source().map_or(vec![], |it| it.labels.iter().map(|it| it.name).collect()),
            monitor: it.monitor,
            column: it.column,
        });
        let alerts = ALERTS.iter().map(|it| PackAlert {
            name: it.name,
            severity: it.severity.id(),
            expr: it.expr,
            wait: it.wait,
            summary: it.summary,
            description: it.description,
            reason: it.reason,
            runbook: it.runbook,
            runbook_url: options.runbook(it.runbook),
        });
        Self {
            schema: SCHEMA,
            format: form.id,
            title: form.title,
            usage: form.usage,
            files: form.files(options).into_iter().map(file).collect(),
            metrics: metrics.collect(),
            alerts: alerts.collect(),
        }
    }
}
