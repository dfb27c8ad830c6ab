//! `generate --check`: are the files on disk what the spec gives?

use hnswkit_core::plan::Finding;

use crate::{
    args::Global,
    failure::Failure,
    files::{NewFile, State},
    output::{
        self, findings,
        style::{ADDED, DIM, REMOVED, paint},
        text::count,
        written::{self, FileStatus},
    },
};

/// Compares all files, and says where each differs first.
pub(super) fn run(
    files: &[NewFile<'_>],
    findings: &[Finding],
    global: Global,
) -> Result<(), Failure> {
    let states: Vec<State> = files.iter().map(NewFile::state).collect();
    if global.json {
        let status = files.iter().zip(&states).map(|(file, it)| status(file, it));
        written::document(status.collect(), findings)?;
    } else {
        findings::report(findings, global);
        let mut out = String::new();
        for (file, it) in files.iter().zip(&states) {
            push(&mut out, &file.path.display().to_string(), it);
        }
        if out.is_empty() && !global.quiet {
            let n = count(files.len(), "file is", "files are");
            out =
                format!("{n} as the spec gives {}\n", if files.len() == 1 { "it" } else { "them" });
        }
        output::stdout(&out)?;
    }
    match states.iter().all(|it| matches!(it, State::Same)) {
        true => Ok(()),
        false => Err(Failure::Check),
    }
}

fn status(file: &NewFile<'_>, state: &State) -> FileStatus {
    let (status, line) = match state {
        State::Same => ("same", None),
        State::Missing => ("missing", None),
        State::Differs(it) => ("differs", Some(it.line)),
        State::Unreadable(_) => ("unreadable", None),
    };
    FileStatus { path: file.path.display().to_string(), status, line }
}

fn push(out: &mut String, path: &str, state: &State) {
    match state {
        State::Same => {}
        State::Missing => out.push_str(&format!("{path} is missing\n")),
        State::Unreadable(error) => out.push_str(&format!("{path} cannot be read: {error}\n")),
        State::Differs(it) => {
            out.push_str(&format!(
                "{path} differs {}\n",
                paint(DIM, format!("from line {} on", it.line))
            ));
            if let Some(line) = &it.found {
                out.push_str(&paint(REMOVED, format!("- {}", line.trim_end())));
                out.push('\n');
            }
            if let Some(line) = &it.expected {
                out.push_str(&paint(ADDED, format!("+ {}", line.trim_end())));
                out.push('\n');
            }
        }
    }
}
