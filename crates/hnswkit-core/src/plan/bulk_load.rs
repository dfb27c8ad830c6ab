//! Drop an index before many rows are loaded, and build it after; in both modes.

use std::sync::Arc;

use super::{
    IndexRequest, Operation, Phase, create, drop,
    operation::read,
    planner::{Memory, Part, Planner, Way, step},
};
use crate::sql::{Build, Cure, GuardLoad};

/// A part of a bulk load; the load itself lies between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoadStage {
    /// Before the load the index is dropped.
    Before,
    /// After the load the index is built.
    After,
}

impl LoadStage {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[Self::Before, Self::After];

    /// The id, as in the spec file.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// What is done with the index.
    pub fn operation(self) -> &'static Operation {
        match self {
            Self::Before => &BULK_LOAD,
            Self::After => &AFTER,
        }
    }
}

const ID: &str = "bulk-load";

/// Drops it; the way back builds it again.
pub(super) static BULK_LOAD: Operation = Operation {
    id: ID,
    verb: "Drop, for a load,",
    verb_back: "build",
    done: ", dropped for a load; the way back",
    about: read!(
        "Drops an index before many rows are loaded, and builds it after: a row that is inserted \
         into the index costs about as much as four to six that are built into it. There are two \
         plans, `stage = \"before\"` and `stage = \"after\"`; between them you load the rows. \
         Searches scan the table meanwhile."
    ),
    way_back: read!(
        "Before the load and after it: by building the index again, which is what the second plan \
         does."
    ),
    part: |planner, it, memory, way| match way {
        Way::There => before(planner, it),
        Way::Back => create::build(planner, it, memory),
    },
};

/// Builds it; the way back drops it.
static AFTER: Operation = Operation {
    id: ID,
    verb: "Build, after a load,",
    verb_back: "drop",
    done: ", built after a load",
    about: BULK_LOAD.about,
    way_back: BULK_LOAD.way_back,
    part: after,
};

fn before(planner: &Planner<'_>, it: &IndexRequest) -> Part {
    let mut part = drop::for_good(planner, it);
    part.guard = vec![step(
        Phase::Guard,
        Some(it),
        "Goes on when the index is as planned, valid or not, or not there any more; stops when the \
         second plan would build another one than this drops.",
        GuardLoad { definition: Arc::clone(&it.definition) },
    )];
    if let Some(drop) = part.work.first_mut() {
        let how = match planner.build {
            Build::Concurrent => {
                "Reads and writes go on; it waits for transactions that use the table."
            }
            Build::Plain => {
                "Takes the table from everybody for a moment, or gives up after lock_timeout."
            }
        };
        drop.why = format!(
            "The point of no return: from here on searches scan the table, until the plan of stage = \
             \"after\" has built the index, which is the way back, too. {how}"
        )
        .into();
    }
    if let Some(proof) = part.verify.first_mut() {
        proof.why = "Fails loudly when the index is still there. Then it is your turn: load the \
                     rows, and run the plan of stage = \"after\"."
            .into();
    }
    part
}

fn after(planner: &Planner<'_>, it: &IndexRequest, memory: &mut Memory<'_>, way: Way) -> Part {
    match way {
        Way::There => create::build(planner, it, memory),
        Way::Back => drop::drop(planner, it, &Cure::RunAgain),
    }
}
