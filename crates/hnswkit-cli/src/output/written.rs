//! What was done to files.

use hnswkit_api::json::{PlanFinding, SCHEMA};
use hnswkit_core::plan::Finding;
use serde::Serialize;

use super::{
    json,
    style::{DIM, paint},
    table::Table,
};
use crate::{
    args::Global,
    failure::Failure,
    files::{NewFile, Written},
};

/// Files and what was done or found.
#[derive(Serialize)]
pub(crate) struct FilesDocument {
    schema: u32,
    files: Vec<FileStatus>,
    findings: Vec<PlanFinding>,
}

/// One file.
#[derive(Serialize)]
pub(crate) struct FileStatus {
    pub(crate) path: String,
    /// `created`, `overwritten`, `unchanged`; of a check `same`, `missing`, `differs`.
    pub(crate) status: &'static str,
    /// The first line that differs, from 1.
    pub(crate) line: Option<usize>,
}

/// Says what was done to each file.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn report(
    files: &[NewFile<'_>],
    done: &[Written],
    findings: &[Finding],
    global: Global,
) -> Result<(), Failure> {
    let word = |it: &Written| match it {
        Written::Created => "created",
        Written::Overwritten => "overwritten",
        Written::Unchanged => "unchanged",
    };
    if global.json {
        let status = files.iter().zip(done).map(|(file, it)| FileStatus {
            path: file.path.display().to_string(),
            status: word(it),
            line: None,
        });
        return document(status.collect(), findings);
    }
    let mut table = Table::default();
    for (file, it) in files.iter().zip(done) {
        table.row([paint(DIM, word(it)), file.path.display().to_string()]);
    }
    let mut out = String::new();
    table.push(&mut out, "");
    super::stdout(&out)
}

/// Prints the JSON document.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn document(files: Vec<FileStatus>, findings: &[Finding]) -> Result<(), Failure> {
    let findings = findings.iter().map(PlanFinding::from).collect();
    json::print(&FilesDocument { schema: SCHEMA, files, findings })
}
