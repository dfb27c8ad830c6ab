//! Repair an index: INVALID ones, leftovers and duplicates, in both modes.

use std::sync::Arc;

use super::{
    IndexRequest, Operation, Phase, Step, create, leftovers, name,
    operation::read,
    planner::{Memory, Part, Planner, step, verify},
};
use crate::sql::{Build, Cure, GuardDuplicates, VerifyDropped};

/// Brings an index into the state in which it should be.
pub(super) static REPAIR: Operation = Operation {
    id: "repair",
    verb: "Repair",
    verb_back: "finish the repair of",
    done: ", repaired",
    about: read!(
        "Makes an index valid again and removes what interrupted operations have left of it. An \
         INVALID one is dropped and built anew; a valid one stays as it is. Another index of the \
         same definition is named, and dropped only when you say so."
    ),
    way_back: read!(
        "None is needed: the index is what it should have been. The way back finishes a repair that \
         was interrupted and proves the index."
    ),
    // Nobody wants an INVALID index back.
    part: |planner, it, memory, _| repair(planner, it, memory),
};

/// What is INVALID goes, what is missing is built, and only then the one goes that is too many.
fn repair(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>) -> Part {
    let definition = &it.definition;
    let sibling = |it| definition.table.sibling(it);
    let redundant = it.redundant.clone().map(sibling);
    let mut own = vec![definition.qualified_name()];
    let replacement =
        vec![sibling(name::new(&definition.name)), sibling(name::old(&definition.name))];
    own.extend(replacement.iter().cloned());
    let duplicates = GuardDuplicates {
        definition: Arc::clone(definition),
        redundant: redundant.clone(),
        replacement,
    };
    let mut guard = vec![step(
        Phase::Guard,
        Some(it),
        "Stops when another valid index has the same definition, or is left of a replacement: only \
         you know whether somebody needs it. The hint has the statements.",
        duplicates,
    )];
    let names = leftovers::names(it, own);
    guard.push(leftovers::sweep(planner, it, names.clone()));
    let mut part = create::build(planner, it, memory);
    guard.append(&mut part.guard);
    part.guard = guard;
    // The first of them is dropped by the plan of the build.
    let drops = leftovers::drops(planner, it, &names).into_iter().skip(1);
    part.work.splice(0..0, drops);
    if let Some(redundant) = redundant {
        part.work.push(step(
            Phase::Verify,
            Some(it),
            "Nothing is dropped unless the index is valid, ready and defined as planned.",
            verify(definition),
        ));
        let why = match planner.build {
            Build::Concurrent => {
                "it is too many, and goes. Reads and writes go on; it waits for transactions \
                 that use the table."
            }
            Build::Plain => "it is too many, and goes: nobody reads the table meanwhile.",
        };
        let drop = planner.drop_name(definition, redundant.clone());
        let why = format!("The point of no return for {redundant}: {why}");
        part.work.push(Step { no_return: true, ..step(Phase::Drop, Some(it), why, drop) });
        part.verify.push(step(
            Phase::Verify,
            Some(it),
            "Fails loudly when the one that was too many is still there.",
            VerifyDropped { names: vec![redundant], cure: Cure::ByHand },
        ));
    }
    part.verify.push(leftovers::proof(it, names));
    part
}
