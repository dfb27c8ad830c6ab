//! Create an index, in both modes.

use std::{borrow::Cow, sync::Arc};

use super::{
    IndexRequest, Operation, Phase, Step, drop, name,
    operation::read,
    planner::{Memory, Part, Planner, Way, step, verify},
};
use crate::sql::{Build, CreateIndex, Cure, GuardIndex};

/// Builds it; the way back drops it.
pub(super) static CREATE: Operation = Operation {
    id: "create",
    verb: "Build",
    verb_back: "drop",
    done: "",
    about: read!(
        "Builds an index that is not there. One that is there and as planned is left alone, an \
         INVALID one is removed and built again."
    ),
    way_back: read!("At any time: the index is dropped."),
    part: |planner, it, memory, way| match way {
        Way::There => build(planner, it, memory),
        Way::Back => drop::drop(planner, it, &Cure::RunAgain),
    },
};

/// Guard, build, proof.
pub(super) fn build(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>) -> Part {
    let mut work = planner.memory(it, memory);
    work.extend(create(planner, it));
    let proof = step(
        Phase::Verify,
        Some(it),
        "Fails loudly unless the index is valid, ready and defined as planned.",
        verify(&it.definition),
    );
    Part { guard: vec![guard(planner, it)], work, verify: vec![proof], ..Part::default() }
}

pub(super) fn guard(planner: &Planner<'_>, it: &IndexRequest) -> Step {
    let leftover = it.definition.table.sibling(name::leftover(&it.definition.name));
    let guard =
        GuardIndex { definition: Arc::clone(&it.definition), leftover, build: planner.build };
    let why = match planner.build {
        Build::Concurrent => {
            "Goes on when the index is absent or as planned; renames an INVALID leftover out of \
                 the way; stops at anything else of that name."
        }
        Build::Plain => {
            "Goes on when the index is absent or as planned; drops an INVALID leftover; stops at \
                 anything else of that name."
        }
    };
    Step { cleans_up: true, ..step(Phase::Guard, Some(it), why, guard) }
}

fn create(planner: &Planner<'_>, it: &IndexRequest) -> Vec<Step> {
    let build = CreateIndex { definition: Arc::clone(&it.definition), build: planner.build };
    let mut steps = vec![];
    let why = match planner.build {
        Build::Concurrent => {
            steps.push(planner.drop_leftover(it));
            "Builds the index while reads and writes go on; does nothing when the guard found \
                 it as planned."
        }
        Build::Plain => {
            "Builds the index; writes to the table wait until the transaction ends. Does \
                 nothing when the guard found it as planned."
        }
    };
    let why: Cow<'static, str> = match it.definition.predicate {
        Some(_) => format!("{why} The predicate is the one that was given.").into(),
        None => why.into(),
    };
    let mut create = step(Phase::Build, Some(it), why, build);
    create.rollback = create.statement.inverse().map(Box::new);
    create.verify = Some(Box::new(verify(&it.definition)));
    steps.push(create);
    steps
}
