//! Text as wide as the terminal.

use std::sync::OnceLock;

use anstyle::Style;
use hnswkit_core::estimate::Build;
use textwrap::{Options, WordSplitter, core::display_width};

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
    for line in wrap(text, options) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// `text` in lines of so many columns.
pub(crate) fn fill(text: &str, width: usize) -> String {
    wrap(text, options(width)).join("\n")
}

/// Wraps, but not within backticks: somebody may copy what stands there.
fn wrap(text: &str, options: Options<'_>) -> Vec<String> {
    const KEPT: char = '\u{a0}';
    let mut quoted = false;
    let kept: String = text
        .chars()
        .map(|it| {
            quoted ^= it == '`';
            if quoted && it == ' ' { KEPT } else { it }
        })
        .collect();
    textwrap::wrap(&kept, options).into_iter().map(|it| it.replace(KEPT, " ")).collect()
}

/// The same in one style, each line on its own: pagers forget styles at the end of a line.
pub(crate) fn push_painted(out: &mut String, style: Style, indent: &str, text: &str) {
    let options = options(width().saturating_sub(indent.len()));
    for line in wrap(text, options) {
        out.push_str(indent);
        out.push_str(&paint(style, line));
        out.push('\n');
    }
}

/// Adds clauses, as many on a line as there is room for; a line never breaks within one.
pub(crate) fn push_clauses(out: &mut String, style: Style, indent: &str, clauses: &[String]) {
    let room = width().saturating_sub(indent.len());
    let mut lines: Vec<String> = vec![];
    for it in clauses {
        match lines.last_mut() {
            Some(line) if display_width(line) + 2 + display_width(it) < room => {
                line.push_str("; ");
                line.push_str(it);
            }
            last => {
                if let Some(line) = last {
                    line.push(';');
                }
                lines.push(it.clone());
            }
        }
    }
    for line in lines {
        push_painted(out, style, indent, &line);
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
