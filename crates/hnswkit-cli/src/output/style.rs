//! The few colors there are.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// Titles.
pub(crate) const TITLE: Style = Style::new().bold();
/// What is secondary.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What works and may hurt.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// What is good to know, and cures.
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default();
/// What is wrong.
pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// A line that is there and should not be.
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default();
/// A line that should be there.
pub(crate) const ADDED: Style = AnsiColor::Green.on_default();

/// `text` in `style`; a stream without color strips it again.
pub(crate) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
