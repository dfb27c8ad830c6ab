//! `lint`: what is wrong with SQL, as documents.

mod fingerprint;

use hnswkit_core::lint::{Finding, Options, Severity, Source, check};

use crate::{
    json::{LintCounts, LintDocument, LintEdit, LintFinding, SCHEMA},
    problem::Problems,
    spec::{Spec, place},
    utf16,
};

use fingerprint::Fingerprints;

/// The name of a text that has none.
pub const UNNAMED: &str = "input.sql";

/// What `hnswkit lint --json` says of one file of SQL, with `[target]` and `[lint]` of a spec.
///
/// ```
/// let sql = "CREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (m = 101, ef_construction = 400);";
/// let it = hnswkit_api::lint::lint(sql, &Default::default())?;
/// assert_eq!(it.findings[0].rule, "index-blocks-writes");
/// assert_eq!(it.findings[1].rule, "m-out-of-range");
/// assert_eq!(it.findings[1].start.column, 60);
/// # Ok::<(), hnswkit_api::problem::Problems>(())
/// ```
///
/// # Errors
///
/// With everything that is wrong with the spec.
pub fn lint(text: &str, spec: &Spec) -> Result<LintDocument, Problems> {
    let settings = spec.to_lint_settings()?;
    Ok(lint_with(text, &settings.options))
}

/// The same with offsets in UTF-16 code units, in which browsers count.
///
/// # Errors
///
/// With everything that is wrong with the spec.
pub fn lint_utf16(text: &str, spec: &Spec) -> Result<LintDocument, Problems> {
    let mut document = lint(text, spec)?;
    utf16::convert(text, document.positions());
    Ok(document)
}

fn lint_with(text: &str, options: &Options) -> LintDocument {
    let findings = check(&[Source::sql(UNNAMED, text)], options);
    document(&[(UNNAMED, text)], &findings)
}

/// The document of what was found in these files, each a name and a text; what was found is in
/// order.
pub fn document(files: &[(&str, &str)], findings: &[Finding]) -> LintDocument {
    let mut document = LintDocument {
        schema: SCHEMA,
        findings: Vec::with_capacity(findings.len()),
        files: u32::try_from(files.len()).unwrap_or(u32::MAX),
        counts: LintCounts::default(),
        known: 0,
    };
    let mut fingerprints = Fingerprints::default();
    for of_file in findings.chunk_by(|a, b| a.source == b.source) {
        let Some((name, text)) = of_file.first().and_then(|it| files.get(it.source)) else {
            continue;
        };
        let places = place::Source::new(text, name);
        for it in of_file {
            let fingerprint = fingerprints.next(it, name, text);
            document.findings.push(finding(it, name, &places, fingerprint));
        }
    }
    document.count();
    document
}

fn finding(it: &Finding, file: &str, places: &place::Source, fingerprint: String) -> LintFinding {
    let edits = |fix: &hnswkit_core::lint::Fix| {
        let edits = fix.edits.iter().map(|it| LintEdit {
            start: places.position(it.span.start),
            end: places.position(it.span.end),
            text: it.text.clone(),
        });
        edits.collect()
    };
    LintFinding {
        rule: it.rule.id.to_owned(),
        severity: it.severity.name().to_owned(),
        message: it.message.clone(),
        help: it.help.clone(),
        file: file.to_owned(),
        start: places.position(it.span.start),
        end: places.position(it.span.end),
        fix: it.fix.as_ref().map(edits),
        fix_safety: it.fix.as_ref().map(|it| if it.safe { "safe" } else { "unsafe" }.to_owned()),
        fingerprint,
    }
}

impl LintDocument {
    /// Counts what is left after some findings were taken out.
    pub fn count(&mut self) {
        let of = |severity: Severity| {
            let n = self.findings.iter().filter(|it| it.severity == severity.name()).count();
            u32::try_from(n).unwrap_or(u32::MAX)
        };
        self.counts = LintCounts {
            error: of(Severity::Error),
            warning: of(Severity::Warning),
            hint: of(Severity::Hint),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQL: &str = "-- é🦀\nCREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (m = 101, ef_construction = 400);";

    #[test]
    fn a_finding_has_its_place() {
        let document = lint(SQL, &Spec::default()).unwrap();
        let it = document.findings.iter().find(|it| it.rule == "m-out-of-range").unwrap();
        assert_eq!((it.start.line, it.start.column), (2, 60));
        assert_eq!(&SQL[it.start.byte as usize..it.end.byte as usize], "101");
        assert_eq!((it.file.as_str(), document.files), (UNNAMED, 1));
        assert_eq!(document.counts.error, 1);
        assert_eq!(document.counts.warning, 1);
    }

    #[test]
    fn browsers_count_in_units() {
        let bytes = lint(SQL, &Spec::default()).unwrap();
        let units = lint_utf16(SQL, &Spec::default()).unwrap();
        assert_eq!(bytes.findings[0].start.byte, units.findings[0].start.byte + 3);
        assert_eq!(bytes.findings[0].start.column, units.findings[0].start.column);
    }

    #[test]
    fn a_spec_tells_what_the_rules_are_told() {
        let (spec, _) = Spec::read_toml("[lint]\nselect = [\"m-out-of-range\"]", "f");
        assert_eq!(lint(SQL, &spec).unwrap().findings.len(), 1);
        let (spec, _) = Spec::read_toml("[lint]\nselect = [\"nothing\"]", "f");
        assert_eq!(lint(SQL, &spec).unwrap_err().len(), 1);
    }

    #[test]
    fn moved_lines_keep_their_fingerprints() {
        let fingerprints = |text: &str| -> Vec<String> {
            let document = lint(text, &Spec::default()).unwrap();
            document.findings.into_iter().map(|it| it.fingerprint).collect()
        };
        let one = fingerprints(SQL);
        let moved = SQL.replace("-- é🦀", "SELECT 1;\n\n").replace(" ON", "\n  ON");
        assert_eq!(one, fingerprints(&moved));
        assert_ne!(one, fingerprints(&SQL.replace("101", "102")));
        // The same once more is something else, so that each has a name of its own.
        let twice = fingerprints(&format!("{SQL}\n{}", SQL.replace(" i ", " j ")));
        let mut unique = twice.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), twice.len());
    }
}
