//! JavaScript and TypeScript source.

use super::{comment, summary};
use crate::plan::Plan;

/// The longest line of a call that is not broken.
const WIDTH: usize = 100;

/// A string literal: of one line in quotes; with line breaks a template literal, its lines
/// one step deeper than `indent`, where its end stands.
pub(super) fn string(text: &str, indent: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    let mut out = String::from("`\n");
    for line in template(text).lines() {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str("  ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str(indent);
    out.push('`');
    out
}

/// In single quotes, or in double ones when that takes fewer backslashes.
fn quoted(text: &str) -> String {
    let count = |quote| text.matches(quote).count();
    let quote = if count('"') < count('\'') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for it in text.chars() {
        match it {
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            it if it == quote => out.extend(['\\', it]),
            it => out.push(it),
        }
    }
    out.push(quote);
    out
}

/// Text between the backticks of a template literal.
pub(super) fn template(text: &str) -> String {
    // A template literal reads a carriage return as a line feed.
    text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${").replace('\r', "\\r")
}

/// `function(sql);` or `function(sql, more);`, at `indent`.
pub(super) fn call(function: &str, sql: &str, more: Option<&str>, indent: &str) -> String {
    let literal = string(sql, indent);
    let one_line = match more {
        Some(more) => format!("{function}({literal}, {more});"),
        None => format!("{function}({literal});"),
    };
    if literal.contains('\n') || indent.len() + one_line.chars().count() <= WIDTH {
        return one_line;
    }
    let more = more.map(|it| format!("{indent}  {it},\n")).unwrap_or_default();
    format!("{function}(\n{indent}  {literal},\n{more}{indent});")
}

/// The head of a file: what it does, what to expect, and how it is run, a command a line.
pub(super) fn head(plan: &Plan, how: &str) -> String {
    let mut out = String::new();
    note(&mut out, "", &summary::title(plan));
    for line in summary::forecast(plan) {
        note(&mut out, "", &line);
    }
    out.push_str("//\n");
    for line in how.lines() {
        note(&mut out, "", line);
    }
    out.push('\n');
    out
}

/// A comment.
pub(super) fn note(out: &mut String, indent: &str, text: &str) {
    comment::push(out, indent, "//", text);
}

/// The name of a class: `AddHnswVectorIndexes` for `add_hnsw_vector_indexes`.
pub(super) fn class_name(name: &str) -> String {
    let mut out = String::new();
    for part in name.split(|it: char| !it.is_ascii_alphanumeric()) {
        let mut chars = part.chars();
        out.extend(chars.next().map(|it| it.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    if !out.starts_with(|it: char| it.is_ascii_alphabetic()) {
        out.insert_str(0, "Migration");
    }
    out
}

/// A name with dashes, as `sequelize-cli` and others have it in file names.
pub(super) fn dashes(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_hold_what_they_were_given() {
        assert_eq!(string("SET x = '5s';", ""), "\"SET x = '5s';\"");
        assert_eq!(string(r#"DROP INDEX "a";"#, ""), r#"'DROP INDEX "a";'"#);
        assert_eq!(string(r#"'"\"#, ""), r#"'\'"\\'"#);
        assert_eq!(string("''\"\r", ""), "\"''\\\"\\r\"");
        assert_eq!(string("-- */ ${x} `y` $1 ß", ""), "'-- */ ${x} `y` $1 ß'");
    }

    #[test]
    fn template_literals_hold_what_they_were_given() {
        assert_eq!(
            string("a\n\n  `b` ${c} $$ \\", "  "),
            "`\n    a\n\n      \\`b\\` \\${c} $$ \\\\\n  `"
        );
        assert_eq!(template("$${x\r"), "$\\${x\\r");
    }

    #[test]
    fn long_calls_are_broken() {
        assert_eq!(call("f", "a", Some("{ b }"), "  "), "f('a', { b });");
        let long = "x".repeat(100);
        assert_eq!(call("f", &long, None, "  "), format!("f(\n    '{long}',\n  );"));
        assert_eq!(call("f", &long, Some("b"), ""), format!("f(\n  '{long}',\n  b,\n);"));
    }

    #[test]
    fn class_names_are_identifiers() {
        assert_eq!(class_name("add_hnsw_vector_indexes"), "AddHnswVectorIndexes");
        assert_eq!(class_name("2026_index"), "Migration2026Index");
        assert_eq!(class_name("_"), "Migration");
    }
}
