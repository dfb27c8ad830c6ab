//! `hnswkit monitor`.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, Error, FromArgMatches, ValueHint};
use hnswkit_core::{
    monitor::pack::{OUTPUTS, Output},
    render::FORMATS,
};

use super::{SpecArgs, help::after_help, words::Words};

after_help! {
    "  hnswkit monitor --id progress
  hnswkit monitor --format prometheus-rules --site-url https://docs.example.com -o monitoring"
}

/// Print queries that watch a build and its index, or the files of a monitoring system
#[derive(Debug, Clone, Args)]
#[command(after_help = SHORT, after_long_help = LONG)]
pub(crate) struct Monitor {
    /// Print one query only; may be given again
    #[arg(long, value_name = "ID")]
    pub(crate) id: Vec<String>,
    /// Write the files below this folder instead of printing them
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite files that differ
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Where the documentation is served: alerts link to <URL>/runbooks/<id>.html
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) site_url: Option<String>,
    #[command(flatten)]
    pub(crate) spec: MonitorSpec,
}

/// A spec whose `--format` may also name a monitoring system.
#[derive(Debug, Clone, Default)]
pub(crate) struct MonitorSpec {
    /// The spec, without the name of a monitoring system.
    pub(crate) spec: SpecArgs,
    /// The monitoring system; none for plain SQL.
    pub(crate) output: Option<&'static Output>,
    /// What nobody knows.
    pub(crate) unknown: Option<String>,
}

/// The flag that migrations have, too.
const FORMAT: &str = "format";

impl Args for MonitorSpec {
    fn augment_args(command: Command) -> Command {
        SpecArgs::augment_args(command).mut_arg(FORMAT, |it| {
            let ids = ["sql"].into_iter().chain(OUTPUTS.iter().map(|it| it.id));
            it.help("What to print: the queries, or the files of a monitoring system")
                .long_help(
                    "What to print: the queries, which is sql, or the files of a monitoring \
                     system. Those watch every HNSW index of a database, so they need no spec and \
                     read none.",
                )
                .help_heading(None::<&str>)
                .hide_short_help(false)
                .hide_possible_values(false)
                .value_parser(Words(ids.collect()))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for MonitorSpec {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut spec = SpecArgs::from_arg_matches(matches)?;
        let given = &mut spec.flags.given;
        let at = given.iter().position(|(it, _)| it.key == FORMAT);
        let named = at.map(|it| given.remove(it).1);
        let output = named.as_ref().and_then(|it| it.parse().ok());
        // Queries are the same for every migration tool.
        let is_tool = |it: &String| FORMATS.iter().any(|tool| tool.id == it);
        let unknown = named.filter(|it| output.is_none() && !is_tool(it));
        Ok(Self { spec, output, unknown })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
