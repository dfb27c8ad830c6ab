//! Statements with their reasons, as SQL files have them.

use std::fmt::Write as _;

use super::comment;
use crate::plan::Step;

/// Comment, statement, blank line: what a reviewer reads.
pub(super) fn push(out: &mut String, steps: &[Step]) {
    for (n, step) in steps.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        comment::push(out, "", "--", &step.why);
        statement(out, &step.statement);
    }
}

/// One statement on lines of its own.
pub(super) fn statement(out: &mut String, statement: &dyn std::fmt::Display) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{statement}");
}
