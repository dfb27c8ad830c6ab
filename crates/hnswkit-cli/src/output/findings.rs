//! Findings, on stderr.

use hnswkit_core::plan::{Finding, Severity};

use super::{
    style::{DIM, HINT, WARNING, paint},
    text,
};
use crate::args::Global;

/// Shows what `-q` and `-v` leave: warnings, with `-v` also hints.
pub(crate) fn report(findings: &[Finding], global: Global) {
    if global.quiet {
        return;
    }
    let shown = |it: &&Finding| global.verbose || it.severity == Severity::Warning;
    let mut out = String::new();
    findings.iter().filter(shown).for_each(|it| push(&mut out, "", it));
    super::stderr(&out);
}

/// Adds one finding with its cure.
pub(crate) fn push(out: &mut String, indent: &str, finding: &Finding) {
    let style = match finding.severity {
        Severity::Warning => WARNING,
        Severity::Hint => HINT,
    };
    let word = finding.severity.id();
    let hang = format!("{indent}{}", " ".repeat(word.len() + 2));
    let first = format!("{indent}{}: ", paint(style, word));
    text::push(
        out,
        &first,
        &hang,
        &format!("{} {}", finding.message, paint(DIM, format!("[{}]", finding.id))),
    );
    text::push(
        out,
        &format!("{hang}{}: ", paint(HINT, "help")),
        &format!("{hang}      "),
        &finding.help,
    );
}
