//! Findings that are known, and so do not count.

use std::{collections::BTreeSet, fs, path::Path};

use hnswkit_api::json::LintDocument;
use serde::{Deserialize, Serialize};

use crate::{failure::Failure, files};

/// The version of the file.
const SCHEMA: u32 = 1;

/// A list of findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Baseline {
    schema: u32,
    findings: Vec<Known>,
}

/// A finding that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    /// The file.
    pub(crate) file: String,
    /// The rule.
    pub(crate) rule: String,
    /// From the statement; the same while lines move.
    pub(crate) fingerprint: String,
}

impl Baseline {
    /// Everything that was found.
    pub(crate) fn of(document: &LintDocument) -> Self {
        let mut findings: Vec<_> = document
            .findings
            .iter()
            .map(|it| Known {
                file: it.file.replace('\\', "/"),
                rule: it.rule.clone(),
                fingerprint: it.fingerprint.clone(),
            })
            .collect();
        findings.sort();
        Self { schema: SCHEMA, findings }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is no baseline.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let help = format!("`hnswkit lint --write-baseline {}` writes it", path.display());
        let text = fs::read_to_string(path).map_err(|error| {
            Failure::input("--baseline", format!("cannot read {}: {error}", path.display()), &*help)
        })?;
        let it: Self = serde_json::from_str(&text).map_err(|error| {
            let message = format!("{} is no baseline: {error}", path.display());
            Failure::input("--baseline", message, &*help)
        })?;
        if it.schema != SCHEMA {
            let message =
                format!("{} has version {}, but {SCHEMA} is read", path.display(), it.schema);
            return Err(Failure::input("--baseline", message, &*help));
        }
        Ok(it)
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let mut text = vec![];
        // Writing into memory cannot fail.
        let _ = hnswkit_api::json::write(&mut text, self);
        text.push(b'\n');
        files::replace(path, &text)
    }

    /// What its findings are known by.
    pub(crate) fn fingerprints(&self) -> BTreeSet<String> {
        self.findings.iter().map(|it| it.fingerprint.clone()).collect()
    }

    /// How many findings it lists.
    pub(crate) fn len(&self) -> usize {
        self.findings.len()
    }

    /// Takes out what is known; gives what it lists for files that were read, and that is not
    /// there any more.
    pub(crate) fn apply(&self, document: &mut LintDocument, files: &BTreeSet<&str>) -> Vec<&Known> {
        let known: BTreeSet<&str> =
            self.findings.iter().map(|it| it.fingerprint.as_str()).collect();
        let mut met = BTreeSet::new();
        let before = document.findings.len();
        document.findings.retain(|it| {
            let is_known = known.contains(it.fingerprint.as_str());
            if is_known {
                met.insert(it.fingerprint.clone());
            }
            !is_known
        });
        document.known = u32::try_from(before - document.findings.len()).unwrap_or(u32::MAX);
        document.count();
        let is_unused = |it: &&Known| {
            files.contains(it.file.as_str()) && !met.contains(it.fingerprint.as_str())
        };
        self.findings.iter().filter(is_unused).collect()
    }
}
