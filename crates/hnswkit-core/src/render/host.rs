//! Tools whose migrations are programs: one call a statement.

use std::fmt::Write as _;

use super::{comment, script};
use crate::plan::Step;

/// Writes each step as its reason in comments and one call.
pub(super) fn calls(
    out: &mut String,
    steps: &[Step],
    indent: &str,
    comment_mark: &str,
    call: fn(&str, &str) -> String,
) {
    for (n, step) in steps.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        comment::push(out, indent, comment_mark, &step.why);
        if let Some(it) = script::own_ignore(&step.statement) {
            let _ = writeln!(out, "{indent}{comment_mark} {it}");
        }
        out.push_str(indent);
        out.push_str(&call(&step.statement.to_string(), indent));
        out.push('\n');
    }
}
