//! `-- hnswkit-ignore rule: reason`

use super::{Finding, Rule, rules};
use crate::parse::Span;

/// A comment that silences rules.
#[derive(Debug, Clone)]
pub(super) struct Suppression {
    pub(super) source: usize,
    /// The comment.
    pub(super) span: Span,
    /// The names, with whether each has silenced anything.
    names: Vec<(String, Span, bool)>,
    reason: bool,
    /// The findings that it silences begin here; nothing yet when its statement is still to come.
    pub(super) covers: Option<Span>,
}

const WORD: &str = "hnswkit-ignore";

impl Suppression {
    /// Reads a comment that stands at `span`; nothing when it is another comment.
    pub(super) fn read(source: usize, text: &str, span: &Span) -> Option<Self> {
        let at = text.find(WORD)?;
        let before = &text[..at];
        if !before.chars().all(|it| it.is_whitespace() || "-/*#".contains(it)) {
            return None;
        }
        let rest = text[at + WORD.len()..].trim_end().trim_end_matches("*/");
        // The names end with the first `:`; without it all of them do.
        let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let mut start = span.start + at + WORD.len();
        let mut list = vec![];
        for it in names.split([',', ' ', '\t']) {
            if !it.is_empty() {
                list.push((it.to_owned(), start..start + it.len(), false));
            }
            start += it.len() + 1;
        }
        Some(Self {
            source,
            span: span.clone(),
            names: list,
            reason: !reason.trim().is_empty(),
            covers: None,
        })
    }

    /// Whether it silences the finding, which then counts.
    fn silences(&mut self, it: &Finding) -> bool {
        let covered = self.covers.as_ref().is_some_and(|span| {
            it.source == self.source && span.start <= it.span.start && it.span.start <= span.end
        });
        let mut found = false;
        for name in &mut self.names {
            if covered && name.0 == it.rule.id {
                name.2 = true;
                found = true;
            }
        }
        found
    }
}

/// Takes out what is silenced, and says what is wrong with the comments themselves.
pub(super) fn apply(
    findings: &mut Vec<Finding>,
    suppressions: &mut [Suppression],
    severity: impl Fn(&'static Rule) -> Option<super::Severity>,
) {
    if suppressions.is_empty() {
        return;
    }
    // Sources and places ascend in both.
    findings.sort_by_key(|it| (it.source, it.span.start));
    for suppression in suppressions.iter_mut() {
        let Some(covers) = suppression.covers.clone() else { continue };
        let first = findings
            .partition_point(|it| (it.source, it.span.start) < (suppression.source, covers.start));
        let last = findings
            .partition_point(|it| (it.source, it.span.start) <= (suppression.source, covers.end));
        for it in &mut findings[first..last] {
            if suppression.silences(it) {
                it.message.clear();
            }
        }
    }
    findings.retain(|it| !it.message.is_empty());
    for it in suppressions {
        let mut report = |rule: &'static Rule, span: &Span, message: String, help: &str| {
            if let Some(severity) = severity(rule) {
                findings.push(Finding {
                    rule,
                    severity,
                    source: it.source,
                    span: span.clone(),
                    statement: span.clone(),
                    message,
                    help: Some(help.to_owned()),
                    fix: None,
                });
            }
        };
        for (name, span, used) in &it.names {
            if !rules::RULES.iter().any(|rule| rule.id == name) {
                let message = format!("no rule is called `{name}`");
                report(&rules::UNKNOWN, span, message, "`hnswkit rules` lists them");
            } else if !used {
                let message = format!("nothing here breaks `{name}`");
                report(&rules::UNUSED, span, message, "delete the comment");
            }
        }
        if it.names.is_empty() {
            let message = "the comment names no rule".to_owned();
            let help = "write `-- hnswkit-ignore rule-name: reason`";
            report(&rules::UNKNOWN, &it.span, message, help);
        } else if !it.reason {
            let message = "the reason is missing".to_owned();
            report(&rules::NO_REASON, &it.span, message, "write it behind the name and a colon");
        }
    }
}
