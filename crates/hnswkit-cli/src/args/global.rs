//! Flags that every command takes.

use clap::{Args, ValueEnum};

/// Flags that every command takes.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Print one JSON document, problems included
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// When to use color
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: Color,
    /// Say nothing but results and problems
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more: hints, and what was read
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// When to use color.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// In a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Also into pipes
    Always,
    /// Not at all
    Never,
}
