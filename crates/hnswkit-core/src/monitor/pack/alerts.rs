//! An alert: what fires it, why that matters, and where to read on.

/// A rule that alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert {
    /// Its name, in the camel case that Prometheus' own rules have.
    pub name: &'static str,
    /// How soon somebody should look.
    pub severity: Severity,
    /// PromQL over [`METRICS`](super::METRICS).
    pub expr: &'static str,
    /// How long it must hold, as Prometheus writes it.
    pub wait: &'static str,
    /// One line, with the names of labels as holes.
    pub summary: &'static str,
    /// What was found and what to do first.
    pub description: &'static str,
    /// Why it matters.
    pub reason: &'static str,
    /// The id of the runbook.
    pub runbook: &'static str,
}

/// How soon somebody should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Now.
    Critical,
    /// Today.
    Warning,
    /// When there is time.
    Info,
}

impl Severity {
    /// The word for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}
