//! Python source.

use std::fmt::Write as _;

use super::{Numbering, Options, host, summary};
use crate::plan::{Plan, Step};

/// `0002_name`, as Django and Tortoise name migrations: the number after that of the one before.
pub(super) fn migration_name(plan: &Plan, options: &Options, numbering: Numbering) -> String {
    let before = options.down_revision.as_deref().map(|it| it.rsplit('.').next().unwrap_or(it));
    let before = before.and_then(|it| it.split('_').next()).and_then(|it| it.parse::<u64>().ok());
    let number = match (&options.revision, before.and_then(|it| it.checked_add(1))) {
        (None, Some(next)) => format!("{next:04}"),
        _ => numbering.numbers(options, 1).concat(),
    };
    format!("{number}_{}", plan.request.name)
}

/// The line `dependencies = […]` in the body of a class.
pub(super) fn dependencies(out: &mut String, options: &Options, usual_folder: &str) {
    let folder = options.folder_or(usual_folder);
    let app = folder.trim_end_matches("/migrations").rsplit('/').next().unwrap_or(folder);
    match &options.down_revision {
        Some(before) => {
            let (app, name) = before.split_once('.').unwrap_or((app, before));
            let (app, name) = (string(app, ""), string(name, ""));
            let _ = writeln!(out, "    dependencies = [({app}, {name})]");
        }
        None => {
            out.push_str(
                "    # The migration before this one, such as (\"app\", \"0001_initial\").\n",
            );
            out.push_str("    dependencies = []\n");
        }
    }
}

/// The docstring of a file: what it does, and what to expect.
pub(super) fn docstring(plan: &Plan) -> String {
    let mut out = format!("\"\"\"{}\n\n", escape(&summary::title(plan)));
    for line in summary::forecast(plan) {
        out.push_str(&escape(&line));
        out.push('\n');
    }
    out.push_str("\"\"\"\n");
    out
}

/// A list of statements with their reasons, as a constant.
pub(super) fn statements(out: &mut String, name: &str, steps: &[Step]) {
    let _ = writeln!(out, "{name} = [");
    host::calls(out, steps, "    ", "#", |sql, indent| string(sql, indent) + ",");
    out.push_str("]\n");
}

/// A string literal; with line breaks, one in triple quotes that begins on a line of its own.
pub(super) fn string(text: &str, indent: &str) -> String {
    if !text.contains('\n') {
        return format!("\"{}\"", escape(text));
    }
    let mut out = String::from("\"\"\"\n");
    // Inside of triple quotes a quote may stand alone; the text ends before a line break.
    for line in text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"").lines() {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str(indent);
    out.push_str("\"\"\"");
    out
}

/// Text between the quotes of a string literal, of one line or several.
pub(super) fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(string("a \"b\" \\c", ""), r#""a \"b\" \\c""#);
        assert_eq!(string("a\n\nb", "    "), "\"\"\"\n    a\n\n    b\n    \"\"\"");
        assert_eq!(string("\"a\"\n\"\"\"\\", ""), "\"\"\"\n\"a\"\n\\\"\\\"\\\"\\\\\n\"\"\"");
    }
}
