//! How queries have to be written for the indexes of a plan to serve them.

use hnswkit_core::plan::{Plan, Query};

use super::{
    plan::section,
    style::{DIM, paint},
    text,
};

/// Adds the query of each index that is there when the plan has run.
pub(super) fn push(out: &mut String, plan: &Plan) {
    let all: Vec<Query> = plan.queries().collect();
    if all.is_empty() {
        return;
    }
    section(out, "Queries", "$1 is the vector; name the columns that you need in place of *");
    for it in &all {
        out.push_str(&format!("  {}\n", it.index.name));
        text::push_painted(out, DIM, "    ", &it.note);
        if let Some(setting) = it.setting {
            let when = paint(DIM, "-- in the same transaction");
            text::push_lines(out, "      ", &format!("{setting}  {when}"));
        }
        text::push_lines(out, "      ", &it.search.to_string());
    }
}
