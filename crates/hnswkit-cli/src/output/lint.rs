//! What is said of findings beside the findings.

use std::collections::BTreeMap;

use anstyle::Style;
use hnswkit_api::json::LintDocument;

use super::{
    style::{DIM, ERROR, HINT, TITLE, WARNING, paint},
    table::Table,
    text::count,
};

/// The color of a severity.
pub(crate) fn severity_style(severity: &str) -> Style {
    match severity {
        "error" => ERROR,
        "warning" => WARNING,
        _ => HINT,
    }
}

/// The last line: how many there are, and what can be done at once.
pub(crate) fn summary(document: &LintDocument) -> String {
    let counts = document.counts;
    let words: Vec<String> = [
        (counts.error, "error", "errors"),
        (counts.warning, "warning", "warnings"),
        (counts.hint, "hint", "hints"),
    ]
    .into_iter()
    .filter(|it| 0 < it.0)
    .map(|(n, one, many)| count(n as usize, one, many))
    .collect();
    let found = match words.as_slice() {
        [] => "nothing found".to_owned(),
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    };
    let files = count(document.files as usize, "file", "files");
    let mut out = format!("{} in {files}", paint(TITLE, found));
    let of = |safety: &str| {
        document.findings.iter().filter(|it| it.fix_safety.as_deref() == Some(safety)).count()
    };
    match (of("safe"), of("unsafe")) {
        (0, 0) => {}
        (n, 0) => out.push_str(&format!("; `--fix` cures {n}")),
        (0, n) => out.push_str(&format!("; `--fix --unsafe-fixes` cures {n}")),
        (n, m) => out.push_str(&format!("; `--fix` cures {n}, with `--unsafe-fixes` {}", n + m)),
    }
    if 0 < document.known {
        out.push_str(&format!("; {} known by the baseline", document.known));
    }
    out.push('\n');
    out
}

/// How many findings there are of each rule, most first.
pub(crate) fn statistics(document: &LintDocument) -> String {
    let mut rules: BTreeMap<&str, (usize, usize, &str)> = BTreeMap::new();
    for it in &document.findings {
        let (n, fixable, severity) = rules.entry(&it.rule).or_default();
        *n += 1;
        *fixable += usize::from(it.fix.is_some());
        *severity = &it.severity;
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, (n, ..))| std::cmp::Reverse(*n));
    let mut table = Table::with_numbers(&[0]);
    for (rule, (n, fixable, severity)) in rules {
        let fixes = match fixable {
            0 => String::new(),
            _ => paint(DIM, count(fixable, "fix", "fixes")),
        };
        let severity = paint(severity_style(severity), severity);
        table.row([n.to_string(), severity, fixes, rule.to_owned()]);
    }
    let mut out = String::new();
    table.push(&mut out, "");
    out
}
