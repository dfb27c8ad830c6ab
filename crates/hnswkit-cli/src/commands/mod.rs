//! What the commands do; one file a command.

mod check;
mod completions;
mod estimate;
mod explain;
mod formats;
mod generate;
mod init;
mod lint;
mod man;
mod monitor;
mod plan;
mod platforms;
mod progress;
mod rules;
mod runbook;
mod snippet;
mod spilled;

use crate::{
    args::{Cli, Command},
    failure::Failure,
};

/// Does what was asked for.
///
/// # Errors
///
/// When it cannot be done.
pub(crate) fn run(cli: &Cli) -> Result<(), Failure> {
    let global = cli.global;
    match &cli.command {
        Command::Init(it) => init::run(it, global),
        Command::Plan(it) => plan::run(it, global),
        Command::Generate(it) => generate::run(it, global),
        Command::Estimate(it) => estimate::run(it, global),
        Command::Monitor(it) => monitor::run(it, global),
        Command::Runbook(it) => runbook::run(it, global),
        Command::Lint(it) => lint::run(it, global),
        Command::Rules(_) => rules::run(global),
        Command::Explain(it) => explain::run(it, global),
        Command::Formats(args) => formats::run(args, global),
        Command::Platforms(args) => platforms::run(args, global),
        Command::Snippet(it) => snippet::run(it, global),
        Command::Completions(it) => completions::run(it, global),
        Command::Man(it) => man::run(it, global),
    }
}
