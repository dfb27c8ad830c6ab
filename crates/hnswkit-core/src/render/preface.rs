//! The first comments of a program: what it does, and what to expect.

use super::{comment, summary};
use crate::plan::Plan;

/// The title and a line an index, as comments that begin with `indent` and `mark`.
pub(super) fn push(out: &mut String, plan: &Plan, indent: &str, mark: &str) {
    for line in lines(plan) {
        comment::push(out, indent, mark, &line);
    }
}

/// The title and a line an index.
pub(super) fn lines(plan: &Plan) -> impl Iterator<Item = String> {
    std::iter::once(summary::title(plan)).chain(summary::forecast(plan))
}
