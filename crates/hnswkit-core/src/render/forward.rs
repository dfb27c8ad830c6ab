//! Tools without a way back: migrations that undo, to be moved into place when they are wanted.

use super::one_statement::{Part, Tool, Way, content};
use crate::plan::Plan;

/// The folder beside the tool's own for the migrations that undo.
pub(super) fn rollback_folder(folder: &str) -> String {
    format!("{folder}_rollback")
}

/// The parts of the way back in the order in which they are run: name and text.
pub(super) fn back(plan: &Plan, parts: &[Part], tool: &Tool) -> Vec<(String, String)> {
    let all = (0..parts.len()).rev().map(|n| {
        let name = format!("undo_{}", parts[n].stem(plan));
        (name, content(plan, parts, n, Way::Down, tool))
    });
    all.collect()
}
