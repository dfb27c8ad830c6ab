//! Replace an index by one with other parameters, in both modes.

use std::sync::Arc;

use super::{
    IndexRequest, Operation, Phase, Step, name,
    operation::read,
    planner::{Memory, Part, Planner, Way, step, verify},
};
use crate::{
    domain::IndexDefinition,
    sql::{
        Build, CreateIndex, Cure, GuardReplace, ReplacementNames, SwapBack, SwapIndexes,
        VerifyDropped,
    },
};

/// Builds another one beside it, and swaps the two.
pub(super) static REPLACE: Operation = Operation {
    id: "replace",
    verb: "Replace",
    verb_back: "bring back",
    done: ", replaced",
    about: read!(
        "Builds an index with other parameters beside the one that serves, proves it, swaps the \
         names, and drops the old one. Queries never lose the index."
    ),
    way_back: read!(
        "Until the old index is dropped, by swapping the names again; from then on by another \
         replacement, with the parameters from before."
    ),
    part: |planner, it, memory, way| match way {
        Way::There => replacement(planner, it, memory),
        Way::Back => back(planner, it, memory),
    },
};

/// The way back: the same with the parameters from before, when they are known.
fn back(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>) -> Part {
    match it.previous {
        Some(hnsw) => {
            let definition = IndexDefinition { hnsw, ..(*it.definition).clone() };
            let before = IndexRequest { definition: Arc::new(definition), ..it.clone() };
            replacement(planner, &before, memory)
        }
        None => swap_back(planner, it),
    }
}

fn replacement(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>) -> Part {
    let definition = &it.definition;
    let names = name::replacement(definition);
    let new = Arc::new(IndexDefinition { name: names.new.name.clone(), ..(**definition).clone() });
    let guard = GuardReplace { definition: Arc::clone(definition), names: names.clone() };
    let guard = step(
        Phase::Guard,
        Some(it),
        "Goes on when the index is there and the name of the new one is free; brings back the names \
         from before an interrupted swap; renames an INVALID leftover out of the way; stops at \
         anything else.",
        guard,
    );
    let mut work = planner.memory(it, memory);
    work.push(planner.drop_leftover(it));
    work.push(build(planner, it, &new));
    work.push(step(
        Phase::Verify,
        Some(it),
        "Nothing is swapped unless the new index is valid, ready and defined as planned.",
        verify(&new),
    ));
    let mut swap = step(
        Phase::Build,
        Some(it),
        "Swaps the names, both at once. It needs a lock on the two indexes only, for a moment, and \
         tries again when it does not get it within a second. Until the next step the old index is \
         there, and the way back is to swap again.",
        SwapIndexes { names: names.clone() },
    );
    swap.rollback = Some(Box::new(SwapBack { names: names.clone() }.into()));
    work.push(swap);
    work.push(drop_old(planner, it, &names));
    let left = vec![names.new, names.old, names.leftover];
    let proofs = vec![
        step(
            Phase::Verify,
            Some(it),
            "Fails loudly unless the index is valid, ready and defined as planned.",
            verify(definition),
        ),
        step(
            Phase::Verify,
            Some(it),
            "Fails loudly when something of the replacement is left.",
            VerifyDropped { names: left, cure: Cure::RunAgain },
        ),
    ];
    Part { guard: vec![guard], work, verify: proofs }
}

fn build(planner: &Planner<'_>, it: &IndexRequest, new: &Arc<IndexDefinition>) -> Step {
    let why = match planner.build {
        Build::Concurrent => {
            "Builds the new index beside the old one, which serves meanwhile; reads and writes go \
             on. Does nothing when the guard found it as planned."
        }
        Build::Plain => {
            "Builds the new index; writes to the table wait until the transaction ends. Does \
             nothing when the guard found it as planned."
        }
    };
    let create = CreateIndex { definition: Arc::clone(new), build: planner.build };
    let mut create = step(Phase::Build, Some(it), why, create);
    create.rollback = create.statement.inverse().map(Box::new);
    create.verify = Some(Box::new(verify(new)));
    create
}

fn drop_old(planner: &Planner<'_>, it: &IndexRequest, names: &ReplacementNames) -> Step {
    let why = match planner.build {
        Build::Concurrent => {
            "The point of no return: from here on the way back is another build. Reads and writes go \
             on; it waits for transactions that use the table."
        }
        Build::Plain => {
            "The point of no return, when the transaction ends: from then on the way back is another \
             build."
        }
    };
    step(Phase::Drop, Some(it), why, planner.drop_name(&it.definition, names.old.clone()))
}

/// The way back as long as the old index is there.
fn swap_back(planner: &Planner<'_>, it: &IndexRequest) -> Part {
    let names = name::replacement(&it.definition);
    let guard = step(
        Phase::Guard,
        Some(it),
        "Gives the old index its name back, as long as it is there; stops when it was dropped.",
        SwapBack { names: names.clone() },
    );
    let drop = step(
        Phase::Drop,
        Some(it),
        "Removes the new index.",
        planner.drop_name(&it.definition, names.new.clone()),
    );
    let work = vec![drop, planner.drop_leftover(it)];
    let left = vec![names.new, names.old, names.leftover];
    let proof = step(
        Phase::Verify,
        Some(it),
        "Fails loudly when something of the replacement is left.",
        VerifyDropped { names: left, cure: Cure::RunAgain },
    );
    Part { guard: vec![guard], work, verify: vec![proof] }
}
