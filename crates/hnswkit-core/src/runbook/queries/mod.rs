//! The few queries that one needs at night, for exactly this plan; short enough to type.

pub(super) mod build;
pub(super) mod index;
pub(super) mod search;
pub(super) mod server;
pub(super) mod vacuum;

use crate::{domain::QualifiedName, plan::Plan, sql::RegClass};

/// As long as a line may be without being broken on paper.
const LINE: usize = 90;

/// What stands between the parentheses of `IN`: the oids of these relations, each once.
fn oids<'a>(names: impl IntoIterator<Item = &'a QualifiedName>) -> String {
    let mut oids: Vec<String> = vec![];
    for name in names {
        let oid = RegClass(name).to_string();
        if !oids.contains(&oid) {
            oids.push(oid);
        }
    }
    list(&oids)
}

/// What stands between parentheses: on one line if it fits.
fn list(items: &[String]) -> String {
    let line = items.join(", ");
    match line.chars().count() {
        0..LINE => line,
        _ => format!("\n        {}\n    ", items.join(",\n        ")),
    }
}

/// The tables of the plan.
fn tables(plan: &Plan) -> String {
    oids(plan.definitions().map(|it| &it.table))
}

/// The indexes of the plan.
fn indexes(plan: &Plan) -> String {
    let names: Vec<_> = plan.definitions().map(|it| it.qualified_name()).collect();
    oids(&names)
}
