//! What can be said on the command line; one file a command.

mod completions;
mod estimate;
mod explain;
mod flags;
mod formats;
mod generate;
mod global;
mod help;
mod init;
mod lint;
mod lint_flags;
mod man;
mod monitor;
mod plan;
mod platforms;
mod rules;
mod runbook;
mod snippet;
mod spec;
mod words;

use clap::{Parser, Subcommand};

pub(crate) use completions::Completions;
pub(crate) use estimate::Estimate;
pub(crate) use explain::Explain;
pub(crate) use flags::{SpecFlags, TARGET};
pub(crate) use formats::Formats;
pub(crate) use generate::Generate;
pub(crate) use global::{Color, Global};
pub(crate) use init::Init;
pub(crate) use lint::Lint;
pub(crate) use lint_flags::LintFlags;
pub(crate) use man::Man;
pub(crate) use monitor::Monitor;
pub(crate) use plan::Plan;
pub(crate) use platforms::Platforms;
pub(crate) use rules::Rules;
pub(crate) use runbook::Runbook;
pub(crate) use snippet::Snippet;
pub(crate) use spec::SpecArgs;

/// The command.
#[derive(Debug, Parser)]
#[command(
    name = "hnswkit",
    version,
    about = "Plan and write migrations for pgvector's HNSW indexes",
    long_about = "Plan and write migrations for pgvector's HNSW indexes.\n\n\
        From a spec file, or from flags that say the same: the migration for the tool that you \
        use, with guards, proof and way back; what it takes in disk, memory and time; queries to \
        watch it with; and a runbook.",
    after_help = help::TOP,
    after_long_help = help::TOP_LONG,
    styles = help::STYLES,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(Init),
    Plan(Plan),
    Generate(Generate),
    Estimate(Estimate),
    Monitor(Monitor),
    Runbook(Runbook),
    Lint(Lint),
    Rules(Rules),
    Explain(Explain),
    Formats(Formats),
    Platforms(Platforms),
    Snippet(Snippet),
    Completions(Completions),
    Man(Man),
}

impl Cli {
    /// Whether all that is said goes into one JSON document.
    pub(crate) fn wants_json(&self) -> bool {
        let is_format = |it: &Lint| it.format.is_some_and(|it| it.id == "json");
        self.global.json || matches!(&self.command, Command::Lint(it) if is_format(it))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_and_exit_codes() {
        for it in Cli::command().get_subcommands() {
            let (short, long) = (it.get_after_help(), it.get_after_long_help());
            let short = short.map(ToString::to_string).unwrap_or_default();
            let long = long.map(ToString::to_string).unwrap_or_default();
            let name = it.get_name();
            assert_eq!(short.matches(&format!("hnswkit {name}")).count(), 2, "{name}");
            assert!(long.contains("Exit codes:") && long.contains("Examples:"), "{name}");
        }
    }
}
