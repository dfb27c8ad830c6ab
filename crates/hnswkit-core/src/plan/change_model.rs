//! Move to another embedding model, in four stages with a deployment of the application between
//! each and the next; online only.

use std::sync::Arc;

use super::{
    IndexRequest, Operation, Phase, Step, create, drop, name,
    operation::read,
    planner::{Memory, Part, Planner, Way, step, verify},
};
use crate::{
    domain::IndexKey,
    sql::{
        AddModel, Cure, DropModel, FillGate, Gate, GuardModel, ModelColumns, ModelState,
        ProveFilled, Side, Statement, SwitchBackModel, SwitchModel, Unprove, VerifyModel,
    },
};

/// What all stages have in common.
const ID: &str = "change-model";
const ABOUT: &str = read!(
    "Moves a column to another embedding model, whose vectors have other dimensions or another \
     meaning: a second column beside the one that serves, filled by the application, indexed, and \
     then read instead of the first. Four stages, each a migration: `expand`, `index`, `switch`, \
     `contract`."
);
const WAY_BACK: &str = read!(
    "At any time until `contract`: the old column keeps its index and, as long as the application \
     writes both, its embeddings. `contract` drops it, after the new one has served for `soak`."
);

/// Adds the column; the way back drops it.
pub(super) static EXPAND: Operation = Operation {
    id: ID,
    verb: "Prepare",
    verb_back: "give up",
    done: ", to be built once the column is filled",
    about: ABOUT,
    way_back: WAY_BACK,
    part: |_, it, _, way| part(it, |columns| expand(it, columns, way)),
};

/// Builds the index; the way back drops it.
static INDEX: Operation = Operation {
    id: ID,
    verb: "Build",
    verb_back: "drop",
    done: ", on the new column",
    about: ABOUT,
    way_back: WAY_BACK,
    part: |planner, it, memory, way| part(it, |columns| index(planner, it, memory, columns, way)),
};

/// Lets the new column serve; the way back lets the old one.
static SWITCH: Operation = Operation {
    id: ID,
    verb: "Switch to",
    verb_back: "switch back from",
    done: ", there already",
    about: ABOUT,
    way_back: WAY_BACK,
    part: |_, it, _, way| part(it, |columns| switch(it, columns, way)),
};

/// Drops the old column; the way back is refused from then on.
static CONTRACT: Operation = Operation {
    id: ID,
    verb: "Drop the old column behind",
    verb_back: "refuse to go back behind",
    done: ", there already",
    about: ABOUT,
    way_back: WAY_BACK,
    part: |_, it, _, way| part(it, |columns| contract(it, columns, way)),
};

/// The stages in order, each with its word in the spec.
pub static MODEL_STAGES: &[(&str, &Operation)] =
    &[("expand", &EXPAND), ("index", &INDEX), ("switch", &SWITCH), ("contract", &CONTRACT)];

/// Without the columns there is nothing to do; requests that were checked have them.
fn part(it: &IndexRequest, stage: impl FnOnce(&Arc<ModelColumns>) -> Part) -> Part {
    columns(it).map(|it| stage(&Arc::new(it))).unwrap_or_default()
}

/// The columns, and the names of what is made for them.
pub(super) fn columns(it: &IndexRequest) -> Option<ModelColumns> {
    let (change, definition) = (it.model.as_deref()?, &*it.definition);
    let IndexKey::Column(new) = &definition.key else { return None };
    let (table, old) = (&definition.table, &change.old);
    let filled = |column| name::not_null(table, column);
    Some(ModelColumns {
        table: table.clone(),
        old: old.clone(),
        old_type: change.old_type,
        new: new.clone(),
        new_type: it.vector_type,
        sources: change.sources.clone(),
        predicate: definition.predicate.clone(),
        missing: change.missing,
        soak: change.soak,
        books: table.sibling(name::stale(&table.name, new)),
        filled: [filled(old), filled(new)],
    })
}

fn guard(it: &IndexRequest, columns: &Arc<ModelColumns>, gate: Gate, why: &'static str) -> Step {
    step(Phase::Guard, Some(it), why, GuardModel { columns: Arc::clone(columns), gate })
}

/// Stops unless the rows have their new embeddings.
fn gate(it: &IndexRequest, columns: &Arc<ModelColumns>) -> Step {
    let why = "Rows without an embedding of the new model would be missing from every answer. It \
               reads the table, though not its vectors.";
    step(Phase::Guard, Some(it), why, FillGate { columns: Arc::clone(columns), side: Side::New })
}

fn proof(it: &IndexRequest, columns: &Arc<ModelColumns>, state: ModelState) -> Step {
    let columns = Arc::clone(columns);
    step(
        Phase::Verify,
        Some(it),
        "Fails loudly unless it is as planned.",
        VerifyModel { columns, state },
    )
}

fn expand(it: &IndexRequest, columns: &Arc<ModelColumns>, way: Way) -> Part {
    let shared = || Arc::clone(columns);
    if way == Way::Back {
        let guard = guard(
            it,
            columns,
            Gate::Shrink,
            "Stops when the new column serves, or has an index: stages are taken back one by one.",
        );
        let drop = step(
            Phase::Drop,
            Some(it),
            "The point of no return of this way back: the embeddings of the new model go with their \
             column. Reads and writes wait for a moment; it gives up after a second and tries again.",
            DropModel { columns: shared(), side: Side::New },
        );
        let proof = proof(it, columns, ModelState::Absent);
        return Part {
            guard: vec![guard],
            work: vec![drop],
            verify: vec![proof],
            ..Part::default()
        };
    }
    let guard = guard(
        it,
        columns,
        Gate::Expand,
        "Goes on when the table is a plain one, the old column is what was said, and the names of \
         the new column and of the trigger are free or of this migration.",
    );
    let ModelColumns { old, new, sources, .. } = &**columns;
    let watched = match sources.as_slice() {
        [] => old.to_string(),
        all => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let mut add = step(
        Phase::Build,
        Some(it),
        format!(
            "Adds {new}, NULL in every row, which rewrites nothing; and a trigger that sets it to \
             NULL again when {watched} changes and no new embedding comes in the same UPDATE, so \
             that a NULL says: to be computed. The application embeds the rows WHERE {}. Reads and \
             writes wait for a moment; it gives up after a second and tries again.",
            columns.missing_on(Side::New)
        ),
        AddModel { columns: shared() },
    );
    add.rollback = Some(Box::new(DropModel { columns: shared(), side: Side::New }.into()));
    let proof = proof(it, columns, ModelState::Prepared);
    Part { guard: vec![guard], work: vec![add], verify: vec![proof], ..Part::default() }
}

fn index(
    planner: &Planner<'_>,
    it: &IndexRequest,
    memory: &mut Memory<'_>,
    columns: &Arc<ModelColumns>,
    way: Way,
) -> Part {
    let (mut part, guards) = match way {
        Way::There => (
            create::build(planner, it, memory),
            vec![guard(it, columns, Gate::Index, "Stops when the stage expand has not been run.")],
        ),
        Way::Back => (
            drop::drop(planner, it, &Cure::RunAgain),
            vec![guard(it, columns, Gate::DropIndex, "Stops when the new column serves.")],
        ),
    };
    part.guard.splice(0..0, guards);
    if way == Way::There {
        part.work.insert(0, gate(it, columns));
    }
    part
}

fn switch(it: &IndexRequest, columns: &Arc<ModelColumns>, way: Way) -> Part {
    let shared = || Arc::clone(columns);
    if way == Way::Back {
        let guards = vec![guard(
            it,
            columns,
            Gate::SwitchBack,
            "Stops when the old column has been dropped.",
        )];
        let work = vec![
            step(
                Phase::Guard,
                Some(it),
                "Says how many rows have no embedding of the old model, because they were written \
                 by an application that wrote the new one only; stops at them where the old column \
                 has to be NOT NULL again. It reads the table.",
                FillGate { columns: shared(), side: Side::Old },
            ),
            prove(it, columns, Side::Old),
            step(
                Phase::Build,
                Some(it),
                "The old column is NOT NULL again if it was, and the trigger keeps the books of the \
                 new one again. Reads and writes wait for a moment; it gives up after a second and \
                 tries again.",
                SwitchBackModel { columns: shared() },
            ),
        ];
        let proof = proof(it, columns, ModelState::Prepared);
        return Part { guard: guards, work, verify: vec![proof], ..Part::default() };
    }
    let guards = vec![
        guard(it, columns, Gate::Switch, "Stops when the stage expand has not been run."),
        step(
            Phase::Guard,
            Some(it),
            "Stops unless the index on the new column is valid, ready and defined as planned.",
            verify(&it.definition),
        ),
    ];
    let ModelColumns { old, new, .. } = &**columns;
    let statement: Statement = SwitchModel { columns: shared() }.into();
    let mut record = step(
        Phase::Build,
        Some(it),
        format!(
            "From here on the application may read {new}; it writes both until {old} is dropped, \
             and going back is to read {old} again. {old} may be NULL, so that rows can be written \
             without it; an embedding that is written to {new} alone sets it to NULL, as it is \
             stale then. The time is kept in the comment of the trigger's function. Reads and \
             writes wait for a moment; it gives up after a second and tries again."
        ),
        statement,
    );
    record.rollback = record.statement.inverse().map(Box::new);
    let proof = proof(it, columns, ModelState::Switched);
    Part {
        guard: guards,
        work: vec![gate(it, columns), record],
        verify: vec![proof],
        ..Part::default()
    }
}

fn prove(it: &IndexRequest, columns: &Arc<ModelColumns>, side: Side) -> Step {
    step(
        Phase::Build,
        Some(it),
        "Only where the old column was NOT NULL before the switch: the constraint takes the table \
         for a moment, its proof reads the table while reads and writes go on. Interrupted, it \
         leaves the constraint; run this again, or go back.",
        ProveFilled { columns: Arc::clone(columns), side },
    )
}

fn contract(it: &IndexRequest, columns: &Arc<ModelColumns>, way: Way) -> Part {
    let shared = || Arc::clone(columns);
    if way == Way::Back {
        let guard = guard(
            it,
            columns,
            Gate::Restore,
            "Nothing brings the old embeddings back once they are dropped: it says so, and stops.",
        );
        let unprove = step(
            Phase::Drop,
            Some(it),
            "Removes the constraint of a contraction that did not finish, if there is one.",
            Unprove { columns: shared() },
        );
        let proof = proof(it, columns, ModelState::Switched);
        return Part {
            guard: vec![guard],
            work: vec![unprove],
            verify: vec![proof],
            ..Part::default()
        };
    }
    let ModelColumns { old, new, missing, soak, .. } = &**columns;
    let guards = vec![
        step(
            Phase::Guard,
            Some(it),
            format!("Stops unless {new} has served for {soak}."),
            GuardModel { columns: shared(), gate: Gate::Contract },
        ),
        step(
            Phase::Guard,
            Some(it),
            "Stops unless the index on the new column is valid, ready and defined as planned.",
            verify(&it.definition),
        ),
    ];
    let mut work = vec![gate(it, columns)];
    // Rows that may be without an embedding are NULL there for ever.
    if *missing == 0 {
        work.push(prove(it, columns, Side::New));
    }
    let drop = step(
        Phase::Drop,
        Some(it),
        format!(
            "The point of no return: {old} goes, with its embeddings, every index on it and the \
             trigger, all at once. Look once more whether anything still reads it. Reads and \
             writes wait for a moment; it gives up after a second and tries again."
        ),
        DropModel { columns: shared(), side: Side::Old },
    );
    work.push(Step { no_return: true, ..drop });
    let proofs = vec![
        proof(it, columns, ModelState::Contracted),
        step(
            Phase::Verify,
            Some(it),
            "Fails loudly unless the index is valid, ready and defined as planned.",
            verify(&it.definition),
        ),
    ];
    Part { guard: guards, work, verify: proofs, ..Part::default() }
}
