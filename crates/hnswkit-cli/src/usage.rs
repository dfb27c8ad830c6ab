//! A command line that cannot be read.

use std::{ffi::OsString, process::ExitCode};

use clap::{Error, ValueEnum as _, error::ErrorKind};
use hnswkit_api::{
    json::ErrorDocument,
    problem::{Problem, Problems},
};

use crate::{args::Color, output};

/// Shows help, the version, or what cannot be read; gives the exit code.
pub(crate) fn report(error: &Error) -> ExitCode {
    output::set_color(color(std::env::args_os()));
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
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Problem::new("arguments", None, "a command is missing", "`--help` lists them");
    }
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

/// When to use color, as far as that can be read.
fn color(args: impl Iterator<Item = OsString>) -> Color {
    let mut color = Color::Auto;
    let mut args = args.take_while(|it| it != "--").peekable();
    while let Some(it) = args.next() {
        let word = match it.to_str().and_then(|it| it.strip_prefix("--color")) {
            Some("") => args.peek().and_then(|it| it.to_str()),
            Some(it) => it.strip_prefix('='),
            None => None,
        };
        color = word.and_then(|it| Color::from_str(it, false).ok()).unwrap_or(color);
    }
    color
}
