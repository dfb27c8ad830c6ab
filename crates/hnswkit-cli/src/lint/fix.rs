//! Applies fixes, and proves by reading again that nothing got worse.

use std::{collections::BTreeSet, path::Path};

use hnswkit_api::{
    json::{LintDocument, LintFinding},
    spec::LintSettings,
};
use similar::TextDiff;

use super::{
    check::{self, counts},
    text::Text,
};

/// One fix can make room for another, but not for ever.
const MAX_PASSES: usize = 10;

/// Which fixes are applied.
pub(crate) struct Fixer<'a> {
    /// The settings.
    pub(crate) settings: &'a LintSettings,
    /// The folder that globs are relative to.
    pub(crate) base: &'a Path,
    /// Whether those are applied that somebody should look at.
    pub(crate) with_unsafe: bool,
    /// Fingerprints of findings that are left as they are.
    pub(crate) known: BTreeSet<String>,
}

/// What came of it.
pub(crate) struct Fixed {
    /// The texts, fixed.
    pub(crate) texts: Vec<Text>,
    /// How many findings are gone.
    pub(crate) applied: usize,
    /// How many fixes were left out, as something new would have been found.
    pub(crate) refused: usize,
}

/// Rules that say that something cannot be read.
const UNREAD: &[&str] = &["syntax-error", "unread-statement"];

/// A stretch of a fixed text that a fix wrote.
struct Written<'a> {
    file: &'a str,
    start: usize,
    end: usize,
}

/// Edits of one text that belong together.
struct Patch<'a> {
    /// The place of the text in the list.
    text: usize,
    finding: &'a LintFinding,
}

impl Patch<'_> {
    /// From the first edit to the last.
    fn span(&self) -> (usize, usize) {
        let edits = self.finding.fix.as_deref().unwrap_or_default();
        let start = edits.first().map_or(0, |it| it.start.byte);
        let end = edits.last().map_or(0, |it| it.end.byte);
        (start as usize, end as usize)
    }
}

impl Fixer<'_> {
    /// Fixes what can be fixed.
    pub(crate) fn run(mut self, texts: Vec<Text>) -> Fixed {
        let mut fixed = Fixed { texts, applied: 0, refused: 0 };
        for _ in 0..MAX_PASSES {
            let before = self.check(&fixed.texts);
            let patches = self.patches(&fixed.texts, &before);
            if patches.is_empty() {
                break;
            }
            let mut refused = vec![];
            match self.apply(&fixed.texts, &before, &patches, &mut refused) {
                Some((texts, after)) => {
                    fixed.applied += gone(&before, &after);
                    fixed.texts = texts;
                }
                None => fixed.refused += refused.len(),
            }
            self.known.extend(refused);
        }
        fixed
    }

    fn check(&self, texts: &[Text]) -> LintDocument {
        check::run(texts, self.settings, self.base)
    }

    /// Fixes that do not touch each other; what is left over has its turn in the next pass.
    fn patches<'a>(&self, texts: &[Text], document: &'a LintDocument) -> Vec<Patch<'a>> {
        let mut patches = vec![];
        let mut text = 0;
        for finding in &document.findings {
            // Findings come in the order of the texts.
            while texts.get(text).is_some_and(|it| it.name != finding.file) {
                text += 1;
            }
            let wanted = match finding.fix_safety.as_deref() {
                Some("safe") => true,
                Some(_) => self.with_unsafe,
                None => false,
            };
            let editable = texts.get(text).is_some_and(|it| it.exact);
            if wanted && editable && !self.known.contains(&finding.fingerprint) {
                patches.push(Patch { text, finding });
            }
        }
        patches.sort_by_key(|it| (it.text, it.span()));
        let mut last = None;
        patches.retain(|it| {
            let (start, end) = it.span();
            let touches = last.is_some_and(|(text, to)| text == it.text && start <= to);
            if !touches {
                last = Some((it.text, end));
            }
            !touches
        });
        patches
    }

    /// Applies as many of the patches as there can be; nothing when there can be none.
    fn apply(
        &self,
        texts: &[Text],
        before: &LintDocument,
        patches: &[Patch<'_>],
        refused: &mut Vec<String>,
    ) -> Option<(Vec<Text>, LintDocument)> {
        let (patched, written) = patched(texts, patches);
        let after = self.check(&patched);
        if is_better(before, &after) || only_uncovers(before, &after, patches, &written) {
            return Some((patched, after));
        }
        match patches {
            [] => None,
            [one] => {
                refused.push(one.finding.fingerprint.clone());
                None
            }
            // A bad one among many is found by halves. The other half waits for the next pass:
            // by then its places may have moved.
            _ => {
                let (left, right) = patches.split_at(patches.len() / 2);
                self.apply(texts, before, left, refused)
                    .or_else(|| self.apply(texts, before, right, refused))
            }
        }
    }
}

/// Whether something is gone, and nothing came.
fn is_better(before: &LintDocument, after: &LintDocument) -> bool {
    let old = counts(before);
    after.findings.len() < before.findings.len()
        && counts(after).iter().all(|(key, n)| n <= old.get(key).unwrap_or(&0))
}

/// Whether safe fixes are cured and what came had been hidden before: `USING hsnw` hides what else
/// is wrong with an index until it says `hnsw`.
///
/// What stands in the text that was written would be the fixes' own, and so would be a text that
/// cannot be read any more.
fn only_uncovers(
    before: &LintDocument,
    after: &LintDocument,
    patches: &[Patch<'_>],
    written: &[Written<'_>],
) -> bool {
    let is_safe = |it: &Patch<'_>| it.finding.fix_safety.as_deref() == Some("safe");
    let in_written = |it: &LintFinding| {
        let (start, end) = (it.start.byte as usize, it.end.byte as usize);
        written.iter().any(|span| span.file == it.file && start < span.end && span.start < end)
    };
    let unread = |it: &LintDocument| {
        it.findings.iter().filter(|it| UNREAD.contains(&it.rule.as_str())).count()
    };
    patches.iter().all(is_safe)
        && patches.len() <= gone(before, after)
        && unread(after) <= unread(before)
        && !after.findings.iter().any(in_written)
}

/// How many findings are gone, whatever came.
fn gone(before: &LintDocument, after: &LintDocument) -> usize {
    let new = counts(after);
    counts(before).iter().map(|(key, n)| n.saturating_sub(*new.get(key).unwrap_or(&0))).sum()
}

/// The texts with the edits, and where what was written stands in them.
fn patched<'a>(texts: &'a [Text], patches: &[Patch<'_>]) -> (Vec<Text>, Vec<Written<'a>>) {
    let mut out = vec![];
    let mut written = vec![];
    for (n, text) in texts.iter().enumerate() {
        let edits = patches.iter().filter(|it| it.text == n);
        let edits = edits.flat_map(|it| it.finding.fix.as_deref().unwrap_or_default());
        let mut new = String::with_capacity(text.text.len());
        let mut at = 0;
        for it in edits {
            let (start, end) = (it.start.byte as usize, it.end.byte as usize);
            new.push_str(text.text.get(at..start).unwrap_or_default());
            let from = new.len();
            new.push_str(&it.text);
            written.push(Written { file: &text.name, start: from, end: new.len() });
            at = end;
        }
        new.push_str(text.text.get(at..).unwrap_or_default());
        out.push(text.with(new));
    }
    (out, written)
}

/// The difference as a patch; empty when there is none.
pub(crate) fn diff(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let (old, new) = (format!("a/{name}"), format!("b/{name}"));
    TextDiff::from_lines(before, after).unified_diff().header(&old, &new).to_string()
}

#[cfg(test)]
mod tests {
    use hnswkit_core::lint::Role;

    use super::*;

    fn text(text: &str) -> Text {
        Text::new("a.sql".into(), None, text.into(), Role::Judged)
    }

    fn fixed(sql: &str, with_unsafe: bool) -> Fixed {
        let settings = LintSettings::default();
        let known = BTreeSet::new();
        let fixer = Fixer { settings: &settings, base: Path::new(""), with_unsafe, known };
        fixer.run(vec![text(sql)])
    }

    const SQL: &str = "CREATE INDEX i ON t USING hnsw (v vector_l2_ops);\n";

    #[test]
    fn what_somebody_should_look_at_is_not_applied_unless_asked() {
        let it = fixed(SQL, false);
        assert_eq!((it.applied, it.texts[0].text.as_str()), (0, SQL));
        let it = fixed(SQL, true);
        let expected = SQL.replace("INDEX", "INDEX CONCURRENTLY");
        assert_eq!((it.applied, it.texts[0].text.as_str()), (1, expected.as_str()));
    }

    #[test]
    fn fixes_in_one_text_are_applied_together() {
        let it = fixed(&format!("{SQL}{}", SQL.replace(" i ", " j ")), true);
        assert_eq!((it.applied, it.refused), (2, 0));
        assert_eq!(it.texts[0].text.matches("CONCURRENTLY").count(), 2);
    }

    #[test]
    fn a_safe_fix_may_uncover_what_the_mistake_hid() {
        let sql = "CREATE INDEX CONCURRENTLY i ON t USING hsnw (v vector_l2_ops);\n\
                   DROP INDEX CONCURRENTLY i CASCADE;\n";
        let it = fixed(sql, false);
        assert_eq!((it.applied, it.refused), (1, 0));
        assert_eq!(it.texts[0].text, sql.replace("hsnw", "hnsw"));
        let settings = LintSettings::default();
        let rules: Vec<_> = check::run(&it.texts, &settings, Path::new(""))
            .findings
            .into_iter()
            .map(|it| it.rule)
            .collect();
        assert!(rules.contains(&"drop-concurrently-of-several".to_owned()), "{rules:?}");
    }

    #[test]
    fn a_finding_in_what_a_fix_wrote_is_the_fix_s_own() {
        let sql = "CREATE INDEX CONCURRENTLY i ON t USING hsnw (v vector_l2_ops);\n";
        let (texts, settings) = (vec![text(sql)], LintSettings::default());
        let mut before = check::run(&texts, &settings, Path::new(""));
        let edits = before.findings[0].fix.as_mut().unwrap();
        edits[0].text = "hnws".to_owned();
        let patches = [Patch { text: 0, finding: &before.findings[0] }];
        let (patched, written) = patched(&texts, &patches);
        let after = check::run(&patched, &settings, Path::new(""));
        assert!(!only_uncovers(&before, &after, &patches, &written));
    }

    #[test]
    fn only_fewer_findings_and_no_new_ones_are_better() {
        assert!(is_better(&found(2), &found(1)));
        assert!(!is_better(&found(1), &found(1)));
        let mut other = found(1);
        other.findings[0].rule = "other".to_owned();
        assert!(!is_better(&found(2), &other));
    }

    fn found(n: usize) -> LintDocument {
        let settings = LintSettings::default();
        let sql = SQL.repeat(n);
        check::run(&[text(&sql)], &settings, Path::new(""))
    }

    #[test]
    fn a_diff_is_a_patch() {
        assert_eq!(diff("a", "x\n", "x\n"), "");
        assert_eq!(
            diff("m/a.sql", "x\ny\n", "x\nz\n"),
            "--- a/m/a.sql\n+++ b/m/a.sql\n@@ -1,2 +1,2 @@\n x\n-y\n+z\n"
        );
    }
}
