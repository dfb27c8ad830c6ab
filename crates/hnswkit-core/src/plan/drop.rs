//! Drop an index, in both modes.

use super::{
    IndexRequest, Phase, name,
    planner::{Part, Planner, step},
};
#[cfg(feature = "every-operation")]
use super::{Operation, create, operation::read, planner::Way};
use crate::sql::{Build, Cure, GuardDrop, Statement, VerifyDropped};

/// Drops it; the way back builds it again.
#[cfg(feature = "every-operation")]
pub(super) static DROP: Operation = Operation {
    id: "drop",
    verb: "Drop",
    verb_back: "build",
    done: ", dropped; the way back",
    about: read!(
        "Drops an index. Queries that used it scan the table from then on, unless another index \
         serves them."
    ),
    way_back: read!("By building it again, which takes as long as the first time."),
    part: |planner, it, memory, way| match way {
        Way::There => for_good(planner, it),
        Way::Back => create::build(planner, it, memory),
    },
};

/// The same, not as the way back of a build: what is dropped was there before.
#[cfg(feature = "every-operation")]
pub(super) fn for_good(planner: &Planner<'_>, it: &IndexRequest) -> Part {
    let mut part = drop(planner, it, &Cure::ByHand);
    if let Some(drop) = part.work.first_mut() {
        drop.why =
            format!("The point of no return: the way back is another build. {}", drop.why).into();
        drop.no_return = true;
    }
    part
}

/// Guard, drop, proof.
pub(super) fn drop(planner: &Planner<'_>, it: &IndexRequest, cure: &Cure) -> Part {
    let definition = &it.definition;
    let guard = GuardDrop { name: definition.qualified_name(), table: definition.table.clone() };
    let guard = step(
        Phase::Guard,
        Some(it),
        "Stops when the name belongs to anything but an index on this table.",
        guard,
    );
    let why = match planner.build {
        Build::Concurrent => {
            "Reads and writes go on. It waits for transactions that use the table, without a \
             lock_timeout: an interrupted drop would leave the index INVALID."
        }
        Build::Plain => {
            "Takes the table from everybody for a moment, or gives up after lock_timeout."
        }
    };
    let drop = planner.drop_name(definition, definition.qualified_name());
    let mut drop = step(Phase::Drop, Some(it), why, drop);
    drop.verify = Some(Box::new(dropped(planner, it, cure)));
    let mut work = vec![drop];
    if planner.build == Build::Concurrent {
        work.push(planner.drop_leftover(it));
    }
    let proof = step(
        Phase::Verify,
        Some(it),
        "Fails loudly when something of the plan is left.",
        dropped(planner, it, cure),
    );
    Part { guard: vec![guard], work, verify: vec![proof], ..Part::default() }
}

fn dropped(planner: &Planner<'_>, it: &IndexRequest, cure: &Cure) -> Statement {
    let definition = &it.definition;
    let mut names = vec![definition.qualified_name()];
    if planner.build == Build::Concurrent {
        names.push(definition.table.sibling(name::leftover(&definition.name)));
    }
    VerifyDropped { names, cure: cure.clone() }.into()
}
