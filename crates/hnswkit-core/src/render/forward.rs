//! Tools without a way back: migrations that undo, to be moved into place when they are wanted.

use super::{
    one_statement::{Tool, content},
    parts::{self, Part, Way},
};
use crate::plan::Plan;

/// The folder beside the tool's own for the migrations that undo.
pub(super) fn rollback_folder(folder: &str) -> String {
    format!("{folder}_rollback")
}

/// The parts of a plan that have a step in that direction.
pub(super) fn parts(plan: &Plan, way: Way) -> Vec<Part> {
    let mut parts = parts::parts(plan);
    parts.retain(|it| it.is_of_plan(way));
    parts
}

/// A migration that undoes a part.
pub(super) struct Back {
    /// Its name.
    pub(super) stem: String,
    /// Whether it is one statement that no transaction may hold.
    pub(super) alone: bool,
    /// Its text.
    pub(super) text: String,
}

/// The parts of the way back in the order in which they are run.
pub(super) fn back(plan: &Plan, tool: &Tool) -> Vec<Back> {
    let parts = parts(plan, Way::Down);
    let all = parts.iter().enumerate().rev().map(|(n, part)| Back {
        stem: format!("undo_{}", part.stem(plan)),
        alone: part.alone(Way::Down),
        text: content(plan, &parts, n, Way::Down, tool),
    });
    all.collect()
}
