//! Checks texts, and leaves out what is not wanted.

use std::{collections::BTreeMap, path::Path};

use hnswkit_api::{
    json::{LintDocument, LintFinding},
    lint,
    spec::LintSettings,
};
use hnswkit_core::lint::{Role, Severity, check};

use super::{discover, globs, text::Text};

/// Checks the texts in order.
pub(crate) fn run(texts: &[Text], settings: &LintSettings, base: &Path) -> LintDocument {
    let sources: Vec<_> = texts.iter().map(Text::source).collect();
    let mut findings = check(&sources, &settings.options);
    if !settings.per_path.is_empty() {
        let ignored = ignored(texts, settings, base);
        findings.retain(|it| ignored.get(it.source).is_none_or(|rules| !rules(it.rule.id)));
    }
    let files: Vec<_> = texts.iter().map(|it| (it.name.as_str(), it.text.as_str())).collect();
    let mut document = lint::document(&files, &findings);
    let judged = texts.iter().filter(|it| it.role == Role::Judged).count();
    document.files = u32::try_from(judged).unwrap_or(u32::MAX);
    document
}

/// For each text, whether a rule does not look there.
fn ignored<'a>(
    texts: &[Text],
    settings: &'a LintSettings,
    base: &Path,
) -> Vec<impl Fn(&str) -> bool + use<'a>> {
    let mut all = vec![];
    for it in texts {
        let name = discover::relative(Path::new(&it.name), base);
        let there: Vec<_> =
            settings.per_path.iter().filter(|it| globs::means(&it.path, &name)).collect();
        all.push(move |rule: &str| there.iter().any(|it| it.ignore.contains(rule)));
    }
    all
}

/// Whether a finding is bad enough to fail the run.
pub(crate) fn fails(document: &LintDocument, level: Option<Severity>) -> bool {
    let worst = Severity::ALL
        .iter()
        .rev()
        .copied()
        .find(|severity| document.findings.iter().any(|it| it.severity == severity.name()));
    match (worst, level) {
        (Some(worst), Some(level)) => level <= worst,
        _ => false,
    }
}

/// How many findings of each rule there are in each file.
pub(super) fn counts(document: &LintDocument) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for LintFinding { file, rule, .. } in &document.findings {
        *counts.entry((file.as_str(), rule.as_str())).or_default() += 1;
    }
    counts
}
