//! The `hnswkit` command: arguments, files, terminal, exit codes.
//!
//! A library, so that the documentation describes the command from its own description.

mod alembic_folder;
mod args;
mod commands;
mod failure;
mod files;
mod lint;
mod output;
mod overlay;
mod pasted;
mod placing;
mod planning;
mod project;
mod spec_source;
mod usage;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use hnswkit_api::json::ErrorDocument;

use crate::{args::Cli, failure::Failure};

/// What can be said on the command line.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command with the arguments of this process.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(it) => it,
        Err(error) => return usage::report(&error),
    };
    output::set_color(cli.global.color);
    let result = commands::run(&cli).or_else(|failure| match failure {
        Failure::Input(problems, _) if cli.wants_json() => {
            output::json::print(&ErrorDocument::from(problems.clone()))?;
            Err(Failure::Input(problems, Box::default()))
        }
        Failure::Input(problems, context) => {
            output::problems::report(&problems, &context);
            Err(Failure::Input(problems, context))
        }
        it => Err(it),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit_code(),
    }
}
