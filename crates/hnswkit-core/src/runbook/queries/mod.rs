//! The few queries that one needs at night, for exactly this plan; short enough to type.

pub(super) mod build;
pub(super) mod index;
pub(super) mod search;
pub(super) mod server;
pub(super) mod vacuum;

use crate::{
    domain::QualifiedName,
    plan::{Phase, Plan},
    sql::{RegClass, Statement},
};

/// What stands between the parentheses of `IN`: the oids of these relations, each once.
fn oids<'a>(names: impl IntoIterator<Item = &'a QualifiedName>) -> String {
    let mut oids: Vec<String> = vec![];
    for name in names {
        let oid = RegClass(name).to_string();
        if !oids.contains(&oid) {
            oids.push(oid);
        }
    }
    oids.join(",\n    ")
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

/// The indexes of the plan and what unfinished builds leave of them.
fn names(plan: &Plan) -> String {
    let drops = plan.down.iter().filter(|it| it.phase == Phase::Drop);
    let names: Vec<_> = drops
        .filter_map(|it| match &it.statement {
            Statement::DropIndex(it) => Some(it.name.clone()),
            _ => None,
        })
        .collect();
    oids(&names)
}
