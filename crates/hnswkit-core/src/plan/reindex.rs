//! Build an index anew as it is, in both modes.

use std::sync::Arc;

use super::{
    IndexRequest, Operation, Phase, name,
    operation::read,
    planner::{Memory, Part, Planner, Way, step, verify},
};
use crate::sql::{Build, Cure, GuardReindex, Reindex, VerifyDropped};

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
    way_back: read!("None is needed: the index is what it was. The way back proves that."),
    part: |planner, it, memory, way| match way {
        Way::There => rebuild(planner, it, memory),
        Way::Back => back(it),
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
    let mut work = planner.memory(it, memory);
    let mut proofs = vec![step(
        Phase::Verify,
        Some(it),
        "Fails loudly unless the index is valid, ready and defined as planned.",
        verify(definition),
    )];
    let why = match planner.build {
        Build::Concurrent => {
            let names = name::of_reindex(&definition.name).map(|it| definition.table.sibling(it));
            for name in names.clone() {
                work.push(step(
                    Phase::Drop,
                    Some(it),
                    "Removes what a rebuild that did not finish has left, if anything.",
                    planner.drop_name(definition, name),
                ));
            }
            proofs.push(step(
                Phase::Verify,
                Some(it),
                "Fails loudly when a leftover of the rebuild is still there.",
                VerifyDropped { names: names.to_vec(), cure: Cure::RunAgain },
            ));
            "Builds it anew beside the one that serves, swaps the two and drops the old one; reads \
             and writes go on, and queries use the index all the while. Interrupted, it leaves an \
             INVALID index of the name and _ccnew or _ccold; run this again."
        }
        Build::Plain => {
            "Builds it anew in place: writes to the table wait until the transaction ends, and so \
             do reads, as the planner opens every index of a table."
        }
    };
    let reindex = Reindex {
        name: definition.qualified_name(),
        table: definition.table.clone(),
        build: planner.build,
    };
    let mut reindex = step(Phase::Build, Some(it), why, reindex);
    reindex.verify = Some(Box::new(verify(definition)));
    work.push(reindex);
    Part { guard: vec![guard], work, verify: proofs, ..Part::default() }
}

/// There is nothing to take back: the index is what it was.
fn back(it: &IndexRequest) -> Part {
    let proof = step(
        Phase::Verify,
        Some(it),
        "A rebuild leaves the index as it was, so that there is nothing to take back; this fails \
         loudly unless it is valid.",
        verify(&it.definition),
    );
    Part { verify: vec![proof], ..Part::default() }
}
