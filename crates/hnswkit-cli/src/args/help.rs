//! What all help pages share.

use clap::builder::styling::{AnsiColor, Style, Styles};

/// Quiet: bold headings, what is typed in color.
pub(super) const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(Style::new().dimmed())
    .error(AnsiColor::Red.on_default().bold())
    .valid(AnsiColor::Green.on_default())
    .invalid(AnsiColor::Yellow.on_default());

/// Below the list of commands.
pub(super) const TOP: &str = "\
Examples:
  hnswkit plan --spec examples/task-tracker.toml
  hnswkit estimate docs.embedding --type 'vector(768)' --metric l2 --rows 1M";

/// Below the list of commands, at length.
pub(super) const TOP_LONG: &str = "\
Examples:
  hnswkit plan --spec examples/task-tracker.toml
  hnswkit estimate docs.embedding --type 'vector(768)' --metric l2 --rows 1M

Results go to stdout; problems and findings go to stderr, or with --json into the one document on
stdout. NO_COLOR is respected.

Exit codes:
  0  fine
  1  a check failed, something was found, or nothing is known
  2  wrong usage or bad input; nothing was written";

/// `after_help` and `after_long_help` of a command, from its examples.
macro_rules! after_help {
    ($examples:literal) => {
        after_help! { $examples, "" }
    };
    ($examples:literal, $more:literal) => {
        const SHORT: &str = concat!("Examples:\n", $examples, "\n\n`--help` says more.");
        const LONG: &str = concat!(
            "Examples:\n",
            $examples,
            "\n\nExit codes:\n  0  fine\n",
            $more,
            "  2  wrong usage or bad input; nothing was written"
        );
    };
}

pub(super) use after_help;
