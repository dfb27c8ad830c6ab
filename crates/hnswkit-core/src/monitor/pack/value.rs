//! Structured text: one tree, printed as JSON or as YAML.
//!
//! The core has no serializer on purpose. What is printed here is small and of our own making, so
//! that a tree of six kinds is enough: no anchors, no tags, no floats.

use std::fmt::Write as _;

/// A value of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping, in this order.
    Map(Vec<(String, Value)>),
}

/// A mapping of fixed keys.
pub(super) fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A sequence.
pub(super) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::List(items.into_iter().collect())
}

/// A string.
pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

impl Value {
    /// JSON, indented by two; ends with a line break.
    pub(super) fn to_json(&self) -> String {
        let mut out = String::new();
        self.push_json(&mut out, 0);
        out.push('\n');
        out
    }

    /// YAML that 1.1 and 1.2 read alike; ends with a line break.
    pub(super) fn to_yaml(&self) -> String {
        let mut out = String::new();
        match self {
            Self::Map(entries) if !entries.is_empty() => push_entries(&mut out, entries, 0, ""),
            Self::List(items) if !items.is_empty() => push_items(&mut out, items, 0),
            other => {
                other.push_json(&mut out, 0);
                out.push('\n');
            }
        }
        out
    }

    fn push_json(&self, out: &mut String, depth: usize) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Flag(it) => out.push_str(if *it { "true" } else { "false" }),
            // Writing to a string does not fail.
            Self::Number(it) => drop(write!(out, "{it}")),
            Self::Text(it) => quote(out, it),
            Self::List(items) => push_block(out, depth, ('[', ']'), items, |out, it| {
                it.push_json(out, depth + 1);
            }),
            Self::Map(entries) => push_block(out, depth, ('{', '}'), entries, |out, (key, it)| {
                quote(out, key);
                out.push_str(": ");
                it.push_json(out, depth + 1);
            }),
        }
    }
}

fn push_block<T>(
    out: &mut String,
    depth: usize,
    (open, close): (char, char),
    items: &[T],
    mut push: impl FnMut(&mut String, &T),
) {
    out.push(open);
    for (n, it) in items.iter().enumerate() {
        out.push_str(if n == 0 { "\n" } else { ",\n" });
        indent(out, depth + 1);
        push(out, it);
    }
    if !items.is_empty() {
        out.push('\n');
        indent(out, depth);
    }
    out.push(close);
}

/// The first entry follows what stands on the line already.
fn push_entries(out: &mut String, entries: &[(String, Value)], depth: usize, first: &str) {
    for (n, (key, value)) in entries.iter().enumerate() {
        match n {
            0 => out.push_str(first),
            _ => indent(out, depth),
        }
        push_scalar(out, key);
        out.push(':');
        match value {
            Value::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                indent(out, depth + 1);
                push_entries(out, entries, depth + 1, "");
            }
            Value::List(items) if !items.is_empty() => {
                out.push('\n');
                push_items(out, items, depth + 1);
            }
            other => push_rest(out, other, depth),
        }
    }
}

fn push_items(out: &mut String, items: &[Value], depth: usize) {
    for it in items {
        indent(out, depth);
        out.push('-');
        match it {
            Value::Map(entries) if !entries.is_empty() => {
                push_entries(out, entries, depth + 1, " ");
            }
            other => push_rest(out, other, depth),
        }
    }
}

/// What fits behind a colon or a dash, and the end of the line.
fn push_rest(out: &mut String, value: &Value, depth: usize) {
    out.push(' ');
    match value {
        Value::Text(it) if is_block(it) => push_literal(out, it, depth + 1),
        Value::Text(it) => {
            push_scalar(out, it);
            out.push('\n');
        }
        // A list in a list, or something empty: JSON is YAML, too.
        other => {
            other.push_json(out, depth);
            out.push('\n');
        }
    }
}

/// Whether a literal block gives the text back as it is: lines of plain characters, the first of
/// them not indented, and at most one line break at the end.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\n'])
        && body.chars().all(|it| it == '\n' || !is_special(it))
}

fn push_literal(out: &mut String, text: &str, depth: usize) {
    out.push_str(if text.ends_with('\n') { "|\n" } else { "|-\n" });
    for line in text.lines() {
        if !line.is_empty() {
            indent(out, depth);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Words that some version of YAML takes for something else than a string.
const WORDS: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// A string on one line: bare when it cannot be taken for anything else.
fn push_scalar(out: &mut String, text: &str) {
    let is_name = text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it));
    if is_name && !WORDS.contains(&text.to_ascii_lowercase().as_str()) {
        out.push_str(text);
    } else {
        quote(out, text);
    }
}

/// A string as JSON has it, which is also YAML's double-quoted style.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for it in text.chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            it if is_special(it) => drop(write!(out, "\\u{:04x}", u32::from(it))),
            it => out.push(it),
        }
    }
    out.push('"');
}

/// Characters that YAML does not print, or takes for line breaks; all are below U+10000.
fn is_special(it: char) -> bool {
    it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &Value, yaml: &str, json: &str) {
        assert_eq!(value.to_yaml(), yaml);
        assert_eq!(value.to_json(), json);
    }

    #[test]
    fn maps_and_lists_nest() {
        let inner = map([("a", Value::Number(-1)), ("b", list([text("x"), Value::Null]))]);
        let value = map([("one", list([inner, Value::Flag(true)])), ("none", list([]))]);
        check(
            &value,
            "one:\n  - a: -1\n    b:\n      - x\n      - null\n  - true\nnone: []\n",
            "{\n  \"one\": [\n    {\n      \"a\": -1,\n      \"b\": [\n        \"x\",\n        null\n      ]\n    },\n    true\n  ],\n  \"none\": []\n}\n",
        );
        let deep = map([("a", map([("b", map([("c", text("d"))]))]))]);
        assert_eq!(deep.to_yaml(), "a:\n  b:\n    c: d\n");
    }

    #[test]
    fn what_could_be_something_else_is_quoted() {
        for (it, expected) in [
            ("plain-word_1", "plain-word_1"),
            ("no", "\"no\""),
            ("Off", "\"Off\""),
            ("1e3", "\"1e3\""),
            ("", "\"\""),
            ("a: b", "\"a: b\""),
            ("# a", "\"# a\""),
            ("{{ $labels.x }}", "\"{{ $labels.x }}\""),
            ("it's \"so\" \\", "\"it's \\\"so\\\" \\\\\""),
            ("a\tb\u{7f}\u{2028}", "\"a\\tb\\u007f\\u2028\""),
            ("é", "\"é\""),
        ] {
            check(&text(it), &format!("{}\n", json(it)), &format!("{}\n", json(it)));
            assert_eq!(map([("k", text(it))]).to_yaml(), format!("k: {expected}\n"));
        }
    }

    fn json(text: &str) -> String {
        let mut out = String::new();
        quote(&mut out, text);
        out
    }

    #[test]
    fn lines_are_a_block_where_that_is_exact() {
        for (it, expected) in [
            ("a\n  b\n", "k: |\n  a\n    b\n"),
            ("a\n\nb", "k: |-\n  a\n\n  b\n"),
            (" a\nb", "k: \" a\\nb\"\n"),
            ("a\nb\n\n", "k: \"a\\nb\\n\\n\"\n"),
            ("a\r\nb", "k: \"a\\u000d\\nb\"\n"),
        ] {
            assert_eq!(map([("k", text(it))]).to_yaml(), expected);
        }
    }
}
