//! A command line that cannot be read.

use std::process::ExitCode;

use clap::{Error, error::ErrorKind};
use hnswkit_api::{
    json::ErrorDocument,
    problem::{Problem, Problems},
};

use crate::output;

/// Shows help, the version, or what cannot be read; gives the exit code.
pub(crate) fn report(error: &Error) -> ExitCode {
    let asked_for_json = std::env::args_os().take_while(|it| it != "--").any(|it| it == "--json");
    let is_answer = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked_for_json && !is_answer {
        let mut problems = Problems::default();
        problems.push(problem(error));
        // Whether or not somebody reads it, the command line was wrong.
        let _ = output::json::print(&ErrorDocument::from(problems));
        return ExitCode::from(2);
    }
    // A reader that went away is no failure.
    let _ = error.print();
    if is_answer { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// The message of clap, taken apart at its blank lines.
fn problem(error: &Error) -> Problem {
    let text = error.to_string();
    let mut parts = text.split("\n\n").map(|it| it.trim().trim_start_matches("error: "));
    let message = parts.next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let help = parts
        .filter(|it| !it.starts_with("For more information"))
        .flat_map(str::split_whitespace)
        .collect::<Vec<_>>()
        .join(" ");
    Problem::new("arguments", None, message, help)
}
