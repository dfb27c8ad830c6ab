//! Build an index anew as it is, in both modes.

use std::sync::Arc;

use super::{
    IndexRequest, Operation, Phase, leftovers,
    operation::read,
    planner::{Memory, Part, Planner, Way, step, verify},
};
use crate::sql::{Build, GuardReindex, Reindex};

/// Builds it anew; there is no way back, and none is needed.
pub(super) static REINDEX: Operation = Operation {
    id: "reindex",
    verb: "Rebuild",
    verb_back: "look at",
    done: ", built anew",
    about: read!(
        "Builds an index anew as it is: after many updates and deletes, after a release of pgvector \
         that asks for it, or when it is INVALID. The old one serves until the new one is there."
    ),
    way_back: read!(
        "None is needed: the index is what it was. The way back proves that, and removes what an \
         interrupted rebuild has left."
    ),
    part: |planner, it, memory, way| match way {
        Way::There => rebuild(planner, it, memory),
        Way::Back => back(planner, it),
    },
};

/// Guard, rebuild, proof.
fn rebuild(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>) -> Part {
    let definition = &it.definition;
    let guard = step(
        Phase::Guard,
        Some(it),
        "Goes on when the index is there, on its table and as planned, valid or not.",
        GuardReindex { definition: Arc::clone(definition) },
    );
    let mut guard = vec![guard];
    let mut work = vec![];
    let mut proofs = vec![step(
        Phase::Verify,
        Some(it),
        "Fails loudly unless the index is valid, ready and defined as planned.",
        verify(definition),
    )];
    let why = match planner.build {
        Build::Concurrent => {
            let names = leftovers::names(it, vec![]);
            guard.push(leftovers::sweep(planner, it, names.clone()));
            work = leftovers::drops(planner, it, &names);
            proofs.push(leftovers::proof(it, names));
            "Builds it anew beside the one that serves, swaps the two and drops the old one; reads \
             and writes go on, and queries use the index all the while. Interrupted, it leaves an \
             INVALID index of the name and _ccnew or _ccold, which the next run removes, and so \
             does the way back."
        }
        Build::Plain => {
            "Builds it anew in place: writes to the table wait until the transaction ends, and so \
             do reads, as the planner opens every index of a table."
        }
    };
    work.extend(planner.memory(it, memory));
    let reindex = Reindex {
        name: definition.qualified_name(),
        table: definition.table.clone(),
        build: planner.build,
    };
    let mut reindex = step(Phase::Build, Some(it), why, reindex);
    reindex.verify = Some(Box::new(verify(definition)));
    work.push(reindex);
    Part { guard, work, verify: proofs, ..Part::default() }
}

/// There is nothing to take back: the index is what it was.
fn back(planner: &Planner<'_>, it: &IndexRequest) -> Part {
    let proof = step(
        Phase::Verify,
        Some(it),
        "A rebuild leaves the index as it was, so that there is nothing to take back; this fails \
         loudly unless it is valid.",
        verify(&it.definition),
    );
    let mut part = Part { verify: vec![proof], ..Part::default() };
    if planner.build == Build::Concurrent {
        let names = leftovers::names(it, vec![]);
        part.guard.push(leftovers::sweep(planner, it, names.clone()));
        part.work = leftovers::drops(planner, it, &names);
        part.verify.push(leftovers::proof(it, names));
    }
    part
}
