//! The questions to the server for before.

use std::collections::BTreeMap;

use hnswkit_core::plan::{Check, CheckKind, Plan};

use super::{
    plan::{Detail, section},
    style::{DIM, paint},
    table::Table,
    text,
};

/// Adds the questions, each once; with SQL, the query for each index.
pub(super) fn push(out: &mut String, plan: &Plan, detail: Detail) {
    let mut kinds: BTreeMap<CheckKind, Vec<Check>> = BTreeMap::new();
    for it in plan.preflight() {
        kinds.entry(it.kind).or_default().push(it);
    }
    if kinds.is_empty() {
        return;
    }
    let aside =
        if detail.sql { "" } else { "`generate --format sql --part preflight` has the queries" };
    section(out, "Before it runs", aside);
    if !detail.sql {
        let mut table = Table::default();
        for kind in kinds.keys() {
            table.row([paint(DIM, kind.id()), kind.question().to_owned()]);
        }
        return table.push(out, "  ");
    }
    for (kind, checks) in kinds {
        text::push(out, "  ", "  ", kind.question());
        text::push_painted(out, DIM, "  ", &format!("when false: {}", kind.cure()));
        for it in checks {
            text::push_lines(out, "      ", &it.to_string());
        }
    }
}
