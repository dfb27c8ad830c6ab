//! The steps that remove what interrupted operations have left of an index.

use super::{
    IndexRequest, Phase, Step, name,
    planner::{Planner, step},
};
use crate::{
    domain::QualifiedName,
    sql::{Build, LeftoverNames, SweepLeftovers, VerifySwept},
};

/// Where leftovers are looked for; `own` are names besides those of `REINDEX`.
pub(super) fn names(it: &IndexRequest, own: Vec<QualifiedName>) -> LeftoverNames {
    let definition = &it.definition;
    let slots = name::leftovers(&definition.name).map(|it| definition.table.sibling(it));
    LeftoverNames {
        name: definition.qualified_name(),
        table: definition.table.clone(),
        own,
        slots: slots.to_vec(),
    }
}

/// Renames them, or drops them at once in a transaction.
pub(super) fn sweep(planner: &Planner<'_>, it: &IndexRequest, names: LeftoverNames) -> Step {
    let why = match planner.build {
        Build::Concurrent => {
            "Renames INVALID leftovers to names that the next steps drop: PostgreSQL numbers those \
             of REINDEX (_ccnew, _ccnew1, …). Stops when another session builds on the table."
        }
        Build::Plain => {
            "Drops INVALID leftovers, those of REINDEX (_ccnew, _ccnew1, …) too. Stops when another \
             session builds on the table."
        }
    };
    let sweep = SweepLeftovers { names, build: planner.build };
    Step { cleans_up: true, ..step(Phase::Guard, Some(it), why, sweep) }
}

/// Drops what has been renamed.
pub(super) fn drops(planner: &Planner<'_>, it: &IndexRequest, names: &LeftoverNames) -> Vec<Step> {
    if planner.build == Build::Plain {
        return vec![];
    }
    let drop = |name: &QualifiedName| {
        let why = "Removes what something that did not finish has left, if anything.";
        let drop = planner.drop_name(&it.definition, name.clone());
        Step { cleans_up: true, ..step(Phase::Drop, Some(it), why, drop) }
    };
    names.slots.iter().map(drop).collect()
}

/// Nothing is left.
pub(super) fn proof(it: &IndexRequest, names: LeftoverNames) -> Step {
    let why = "Fails loudly when a leftover is there, and names the statements that drop it.";
    step(Phase::Verify, Some(it), why, VerifySwept { names })
}
