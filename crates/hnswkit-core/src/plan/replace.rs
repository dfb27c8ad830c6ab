//! Replace an index by one of another definition, in both modes.

use std::{borrow::Cow, sync::Arc};

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
        "Builds an index of another definition (parameters, operator class, key or predicate) beside \
         the one that serves, proves it, swaps the names, and drops the old one. Queries that both \
         can serve never lose the index."
    ),
    way_back: read!(
        "Until the old index is dropped, by swapping the names again; from then on by another \
         replacement, with the definition from before."
    ),
    part: |planner, it, memory, way| match way {
        Way::There => replacement(planner, it, memory),
        Way::Back => back(planner, it, memory),
    },
};

/// The way back: the same with the definition from before, when it is known.
fn back(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>) -> Part {
    match it.before() {
        Some(before) => replacement(planner, &before, memory),
        None => swap_back(planner, it),
    }
}

/// What queries have to follow when an index is replaced: those that suit the old one only lose it.
pub(super) fn lost_by_queries(
    before: &IndexDefinition,
    planned: &IndexDefinition,
) -> Option<String> {
    let lost = [
        ("operator class", before.operator_class != planned.operator_class),
        ("key", before.key != planned.key),
        ("predicate", planned.predicate.is_some() && before.predicate != planned.predicate),
    ];
    let lost: Vec<_> = lost.iter().filter(|(_, it)| *it).map(|(what, _)| *what).collect();
    (!lost.is_empty()).then(|| lost.join(" and "))
}

fn replacement(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>) -> Part {
    let definition = &it.definition;
    let names = name::replacement(definition);
    let new = Arc::new(IndexDefinition { name: names.new.name.clone(), ..(**definition).clone() });
    let previous = it.previous.as_ref().map(|it| Arc::clone(&it.definition));
    let guard = GuardReplace { definition: Arc::clone(definition), previous, names: names.clone() };
    let guard = step(
        Phase::Guard,
        Some(it),
        "Goes on when the index is there, as it was or as planned, and the name of the new one is \
         free; brings back the names from before an interrupted swap; renames an INVALID leftover \
         out of the way; stops at anything else.",
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
    swap.rollback = Some(Box::new(SwapBack { names: names.clone(), needs_the_old: true }.into()));
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
            VerifyDropped { names: left, cure: Cure::ByHand },
        ),
    ];
    Part { guard: vec![guard], work, verify: proofs, ..Part::default() }
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
    let lost =
        it.previous.as_ref().and_then(|old| lost_by_queries(&old.definition, &it.definition));
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
    let why: Cow<'static, str> = match lost {
        Some(lost) => {
            format!("{why} Queries that need the {lost} from before read the table from here on.")
                .into()
        }
        None => why.into(),
    };
    let drop = planner.drop_name(&it.definition, names.old.clone());
    Step { no_return: true, ..step(Phase::Drop, Some(it), why, drop) }
}

/// The way back as long as the old index is there.
fn swap_back(planner: &Planner<'_>, it: &IndexRequest) -> Part {
    let names = name::replacement(&it.definition);
    let guard = step(
        Phase::Guard,
        Some(it),
        "Gives the old index its name back, as long as it is there; stops when its drop has begun.",
        SwapBack { names: names.clone(), needs_the_old: true },
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
        VerifyDropped { names: left, cure: Cure::ByHand },
    );
    Part { guard: vec![guard], work, verify: vec![proof], ..Part::default() }
}
