//! Text as wide as the terminal.

use std::sync::OnceLock;

use anstyle::Style;
use hnswkit_core::estimate::Build;
use textwrap::{Options, WordSplitter};

use super::style::paint;

/// Longer lines are hard to read, however wide the terminal is.
const WIDEST: usize = 100;
/// Nothing is readable below that.
const NARROWEST: usize = 40;

/// The width to fill.
pub(crate) fn width() -> usize {
    static WIDTH: OnceLock<usize> = OnceLock::new();
    *WIDTH.get_or_init(|| match terminal_size::terminal_size() {
        Some((width, _)) => usize::from(width.0).clamp(NARROWEST, WIDEST),
        None => WIDEST,
    })
}

fn options<'a>(width: usize) -> Options<'a> {
    // Names and SQL are never broken: somebody may copy them.
    Options::new(width).break_words(false).word_splitter(WordSplitter::NoHyphenation)
}

/// Adds `text` as lines that begin with `first`, and with `rest` from the second on.
pub(crate) fn push(out: &mut String, first: &str, rest: &str, text: &str) {
    let options = options(width()).initial_indent(first).subsequent_indent(rest);
    for line in textwrap::wrap(text, options) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// The same in one style, each line on its own: pagers forget styles at the end of a line.
pub(crate) fn push_painted(out: &mut String, style: Style, indent: &str, text: &str) {
    let options = options(width().saturating_sub(indent.len()));
    for line in textwrap::wrap(text, options) {
        out.push_str(indent);
        out.push_str(&paint(style, line));
        out.push('\n');
    }
}

/// Adds each line of `text` after `indent`.
pub(crate) fn push_lines(out: &mut String, indent: &str, text: &str) {
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// `1 index`, `2 indexes`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// How it is built.
pub(crate) fn build(it: Build) -> String {
    match it {
        Build::Serial => "serial".to_owned(),
        Build::Parallel { workers } => count(workers as usize, "worker", "workers"),
    }
}

/// `78.1 MiB`, or with its band where it has one.
pub(crate) fn band<T: PartialEq + std::fmt::Display>(low: T, value: T, high: T) -> String {
    match low == high {
        true => value.to_string(),
        false => format!("{value} ({low} to {high})"),
    }
}
