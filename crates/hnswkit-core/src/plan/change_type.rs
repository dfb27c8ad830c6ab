//! Give the column of an index another type, in stages; or at once, under a lock.

use std::sync::Arc;

use super::{
    Change, IndexRequest, Operation, Phase, Stage, Step, Words, create, name,
    operation::read,
    planner::{Memory, Part, Planner, Way, step, verify},
};
use crate::{
    domain::{
        Bytes, ColumnType, ElementType, Identifier, IndexDefinition, IndexKey, OperatorClass,
    },
    sql::{
        AddColumn, Backfill, Build, ChangeStep, ColumnNames, CopyNotNull, CreateIndex, Cure,
        DropColumn, GuardChange, ReplacementNames, RewriteColumn, Statement, Swap, SwapColumns,
        SyncTrigger, VerifyBackfilled, VerifyCast, VerifyColumns, VerifyDropped,
    },
};

/// Fills a column of the other type beside the old one, swaps the two, and drops the old one.
pub(super) static CHANGE_TYPE: Operation = Operation {
    id: "change-type",
    verb: "Change the column of",
    verb_back: "change back the column of",
    done: ", on its new column",
    about: read!(
        "Gives a `vector` column the type `halfvec`, or the other way, without writing the table \
         anew under a lock: a new column, kept up by a trigger and filled in batches, takes the \
         name of the old one when it is indexed and proven."
    ),
    way_back: read!(
        "Until the old column is dropped, by swapping the names again: a trigger keeps the old \
         column up too. From then on it is filled again from the new one, with rounded values."
    ),
    part: |planner, it, memory, way| {
        let (Some(change), IndexKey::Column(column)) = (&it.change, &it.definition.key) else {
            return Part::default();
        };
        let it = ChangeType::new(planner, it, change, column);
        match (planner.build, change.stage, way) {
            (Build::Plain, _, way) => it.rewrite(memory, way),
            (_, Stage::Expand, Way::There) => it.expand(memory),
            (_, Stage::Expand, Way::Back) => it.expand_back(),
            (_, Stage::Switch, Way::There) => it.switch(),
            (_, Stage::Switch, Way::Back) => it.switch_back(),
            (_, Stage::Contract, Way::There) => it.contract(),
            (_, Stage::Contract, Way::Back) => it.contract_back(memory),
        }
    },
};

/// The words for a stage of it.
pub(super) fn words(stage: Stage) -> Words {
    let (verb, verb_back, done) = match stage {
        Stage::Expand => ("Fill a new column for", "drop the new column of", CHANGE_TYPE.done),
        Stage::Switch => ("Switch the column of", "switch back the column of", THERE),
        Stage::Contract => ("Drop the old column behind", "fill the old column again for", THERE),
    };
    Words { verb, verb_back, done }
}

/// Behind the name of an index that another stage has built.
const THERE: &str = ", there already";

/// The largest table that is written anew unless more is asked for.
const MAX_REWRITE: Bytes = Bytes::mebibytes(100);

/// The names and types of one change.
struct ChangeType<'a> {
    planner: &'a Planner<'a>,
    it: &'a IndexRequest,
    change: &'a Change,
    to: ColumnType,
    columns: ColumnNames,
    indexes: ReplacementNames,
    sync: Identifier,
}

impl<'a> ChangeType<'a> {
    fn new(
        planner: &'a Planner<'a>,
        it: &'a IndexRequest,
        change: &'a Change,
        column: &Identifier,
    ) -> Self {
        let table = &it.definition.table;
        Self {
            planner,
            it,
            change,
            to: it.vector_type.into(),
            columns: ColumnNames {
                table: table.clone(),
                column: column.clone(),
                new: name::new(column),
                old: name::old(column),
                not_null: name::not_null(table, column),
            },
            indexes: name::replacement(&it.definition),
            sync: name::sync(table, column),
        }
    }

    fn step(&self, phase: Phase, why: &'static str, statement: impl Into<Statement>) -> Step {
        step(phase, Some(self.it), why, statement)
    }

    fn guard(&self, before: ChangeStep, why: &'static str) -> Vec<Step> {
        let guard = GuardChange {
            columns: self.columns.clone(),
            indexes: self.indexes.clone(),
            sync: self.sync.clone(),
            from: self.change.from,
            to: self.to,
            before,
        };
        vec![self.step(Phase::Guard, why, guard)]
    }

    /// The trigger that copies the column to another.
    fn sync(&self, to: &Identifier) -> SyncTrigger {
        let table = self.columns.table.clone();
        let name = table.sibling(self.sync.clone());
        SyncTrigger { table, name, from: self.columns.column.clone(), to: to.clone() }
    }

    fn drop_column(&self, column: &Identifier) -> DropColumn {
        let table = self.columns.table.clone();
        let sync = Some(table.sibling(self.sync.clone()));
        DropColumn { table, column: column.clone(), sync }
    }

    /// A column of that type, filled from the column.
    fn filled(&self, to: &Identifier, column_type: ColumnType, switched: bool) -> Vec<Step> {
        let ColumnNames { table, column, not_null, .. } = &self.columns;
        let (table, from, to) = (table.clone(), column.clone(), to.clone());
        let add = AddColumn {
            table: table.clone(),
            column: to.clone(),
            column_type,
            like: from.clone(),
            switched,
        };
        let proof = VerifyBackfilled {
            table: table.clone(),
            from: from.clone(),
            to: to.clone(),
            column_type,
            unless: None,
        };
        let copy = CopyNotNull {
            table: table.clone(),
            from: from.clone(),
            to: to.clone(),
            constraint: not_null.clone(),
        };
        let mut add = self.step(
            Phase::Build,
            "Adds it without a look at the rows: a lock on the table for a moment, tried again when \
             it is not granted within a second. With it go default, storage, statistics target, \
             privileges and comment. Prepared statements that select * have to be prepared again.",
            add,
        );
        add.rollback = Some(Box::new(self.drop_column(&to).into()));
        let fill = Backfill { table, from, to: to.clone() };
        vec![
            add,
            self.step(
                Phase::Build,
                "From here on every write fills it too. It fires last, as triggers fire in the \
                 order of their names. A value that the new type cannot hold makes the write fail. \
                 Writes wait for a moment, up to a second a try.",
                self.sync(&to),
            ),
            self.step(
                Phase::Build,
                "Half a second a transaction, with a pause after each; a write of a row waits for \
                 one of them at most. Each row is written anew, so the table and its indexes grow until \
                 vacuum has been there. Stopped at any time, run this again: it goes on with what \
                 is empty.",
                fill,
            ),
            self.step(
                Phase::Verify,
                "Reads every row, and stops when a value is not the cast of the other.",
                proof,
            ),
            self.step(
                Phase::Build,
                "Where the column is NOT NULL, lets the other be so without a scan under a lock: a \
                 constraint, validated while reads and writes go on.",
                copy,
            ),
        ]
    }

    /// The build of an index on another column, with the guard that finds its leftovers.
    fn build(
        &self,
        memory: &mut Memory<'_>,
        name: Identifier,
        column: &Identifier,
        operator_class: &'static OperatorClass,
    ) -> Part {
        let definition = IndexDefinition {
            name,
            key: IndexKey::Column(column.clone()),
            operator_class,
            ..(*self.it.definition).clone()
        };
        let it = IndexRequest { definition: Arc::new(definition), ..self.it.clone() };
        let Part { guard, work, verify, .. } = create::build(self.planner, &it, memory);
        let mut work: Vec<_> = guard.into_iter().chain(work).collect();
        let mut part = Part { verify, ..Part::default() };
        for step in work.iter_mut().chain(&mut part.verify) {
            // To the reader it is the index that the plan is about.
            if step.index.is_some() {
                step.index = Some(Arc::clone(&self.it.definition));
            }
        }
        part.work = work;
        part
    }

    fn expand(&self, memory: &mut Memory<'_>) -> Part {
        let ColumnNames { table, column, new, .. } = &self.columns;
        let guard = self.guard(
            ChangeStep::Expand,
            "Goes on when the column has the type from before and nothing else depends on it; \
             stops with the names of views, functions, policies, triggers and publications that \
             stand in the way.",
        );
        let mut work = vec![];
        if self.to.element() == ElementType::Halfvec {
            work.push(self.step(
                Phase::Guard,
                "Reads every row, and stops when a value does not fit; nothing is changed before.",
                VerifyCast { table: table.clone(), column: column.clone() },
            ));
        }
        work.extend(self.filled(new, self.to, false));
        let class = self.it.definition.operator_class;
        let build = self.build(memory, self.indexes.new.name.clone(), new, class);
        work.extend(build.work);
        let mut proofs = build.verify;
        proofs.push(self.step(
            Phase::Verify,
            "The column that queries use is as it was.",
            self.expect(&[(column, Some(self.change.from)), (new, Some(self.to))]),
        ));
        Part { guard, work, verify: proofs, ..Part::default() }
    }

    fn expand_back(&self) -> Part {
        let ColumnNames { column, new, .. } = &self.columns;
        let guard = self.guard(
            ChangeStep::ExpandBack,
            "Stops when the columns are switched: the new one is in use then.",
        );
        let leftover = self.leftover();
        let mut work = vec![];
        for name in [&self.indexes.new, &leftover] {
            let drop = self.planner.drop_name(&self.it.definition, name.clone());
            work.push(self.step(Phase::Drop, "Reads and writes go on.", drop));
        }
        work.push(self.step(
            Phase::Drop,
            "Removes the new column and its trigger together, for which it needs the table for a \
             moment. The old column has every value as it was written.",
            self.drop_column(new),
        ));
        let gone =
            VerifyDropped { names: vec![self.indexes.new.clone(), leftover], cure: Cure::RunAgain };
        let verify = vec![
            self.step(Phase::Verify, "Fails loudly when an index is left.", gone),
            self.step(
                Phase::Verify,
                "Fails loudly unless the columns are as before.",
                self.expect(&[(column, Some(self.change.from)), (new, None)]),
            ),
        ];
        Part { guard, work, verify, ..Part::default() }
    }

    fn switch(&self) -> Part {
        let ColumnNames { table, column, new, old, .. } = &self.columns;
        let guard = self.guard(
            ChangeStep::Switch,
            "Goes on when the new column is there, kept up and indexed, or when all is done.",
        );
        let proof = VerifyBackfilled {
            table: table.clone(),
            from: column.clone(),
            to: new.clone(),
            column_type: self.to,
            unless: Some(old.clone()),
        };
        let mut swap = self.step(
            Phase::Build,
            "Swaps the names of columns and indexes and turns the trigger round, all at once: a \
             lock on the table for a moment, tried again when it is not granted within a second. \
             Interrupted, nothing of it has happened. From here on the old column is kept up by \
             the trigger, and the way back is to swap again.",
            self.swap(Swap::There),
        );
        swap.rollback = Some(Box::new(self.swap(Swap::Back).into()));
        let work = vec![
            self.step(
                Phase::Verify,
                "Reads every row, and stops when a value is not the cast of the other.",
                proof,
            ),
            swap,
        ];
        let verify = vec![
            self.step(
                Phase::Verify,
                "Fails loudly unless the index is valid, ready and defined as planned.",
                verify(&self.it.definition),
            ),
            self.step(
                Phase::Verify,
                "Fails loudly unless the column has the new type and the old one is there.",
                self.expect(&[(column, Some(self.to)), (old, Some(self.change.from))]),
            ),
        ];
        Part { guard, work, verify, ..Part::default() }
    }

    fn switch_back(&self) -> Part {
        let ColumnNames { column, new, .. } = &self.columns;
        let guard = self.guard(
            ChangeStep::SwitchBack,
            "Goes on when the old column is there, or when all is done.",
        );
        let work = vec![self.step(
            Phase::Build,
            "Swaps the names again, in the same way. Values that were written since the switch are \
             there, as the new type has rounded them.",
            self.swap(Swap::Back),
        )];
        let verify = vec![self.step(
            Phase::Verify,
            "Fails loudly unless the column has the type from before.",
            self.expect(&[(column, Some(self.change.from)), (new, Some(self.to))]),
        )];
        Part { guard, work, verify, ..Part::default() }
    }

    fn contract(&self) -> Part {
        let ColumnNames { column, old, .. } = &self.columns;
        let guard = self.guard(
            ChangeStep::Contract(self.change.soak),
            "Goes on when the columns were switched, long enough ago, and nothing else uses the \
             old one.",
        );
        let drop = self.planner.drop_name(&self.it.definition, self.indexes.old.clone());
        let mut work = vec![
            self.step(
                Phase::Drop,
                "Removes the index on the old column; reads and writes go on. From here on the old \
                 column serves no searches; the way back builds its index again.",
                drop,
            ),
            self.step(
                Phase::Drop,
                "The point of no return: the values from before are gone. The way back fills a \
                 column from the new one, with rounded values. It needs the table for a moment.",
                self.drop_column(old),
            ),
        ];
        for step in &mut work {
            step.no_return = true;
        }
        let gone = VerifyDropped { names: vec![self.indexes.old.clone()], cure: Cure::RunAgain };
        let verify = vec![
            self.step(Phase::Verify, "Fails loudly when the old index is left.", gone),
            self.step(
                Phase::Verify,
                "Fails loudly unless only the new column is left.",
                self.expect(&[(column, Some(self.to)), (old, None)]),
            ),
        ];
        Part { guard, work, verify, ..Part::default() }
    }

    fn contract_back(&self, memory: &mut Memory<'_>) -> Part {
        let ColumnNames { column, old, .. } = &self.columns;
        let from = self.change.from;
        let guard =
            self.guard(ChangeStep::ContractBack, "Goes on when the column has the new type.");
        let mut work = self.filled(old, from, true);
        let mut verify = vec![];
        let metric = self.it.metric();
        if from.indexed().is_some()
            && let Ok(class) = OperatorClass::find(from.element(), metric)
        {
            let build = self.build(memory, self.indexes.old.name.clone(), old, class);
            work.extend(build.work);
            verify.extend(build.verify);
        }
        verify.push(self.step(
            Phase::Verify,
            "Fails loudly unless the old column is there again.",
            self.expect(&[(column, Some(self.to)), (old, Some(from))]),
        ));
        Part { guard, work, verify, ..Part::default() }
    }

    /// The type changed in place.
    fn rewrite(&self, memory: &mut Memory<'_>, way: Way) -> Part {
        let ColumnNames { table, column, .. } = &self.columns;
        let column_type = if way == Way::There { self.to } else { self.change.from };
        let max = self.change.max_rewrite.unwrap_or(MAX_REWRITE);
        let guard = self.guard(
            ChangeStep::Rewrite(max.get()),
            "Stops when the table is larger than may be written anew, and names what else depends \
             on the column.",
        );
        let rewrite = RewriteColumn {
            table: table.clone(),
            column: column.clone(),
            column_type,
            index: self.indexes.name.clone(),
        };
        let mut work = self.planner.memory(self.it, memory);
        let rewrite = self.step(
            Phase::Build,
            "Writes the whole table and all its indexes anew; nobody can read or write it until \
             the transaction ends. Interrupted, nothing of it has happened. Once it is committed, \
             the way back is to write the table anew again, from the values as they are then.",
            rewrite,
        );
        work.push(Step { no_return: way == Way::There, ..rewrite });
        let mut proofs = vec![];
        let class = OperatorClass::find(column_type.element(), self.it.metric());
        if let (Some(_), Ok(operator_class)) = (column_type.indexed(), class) {
            let definition =
                Arc::new(IndexDefinition { operator_class, ..(*self.it.definition).clone() });
            let create = CreateIndex { definition: Arc::clone(&definition), build: Build::Plain };
            work.push(self.step(Phase::Build, "Builds the index on the new type.", create));
            proofs.push(self.step(
                Phase::Verify,
                "Fails loudly unless the index is valid, ready and defined as planned.",
                verify(&definition),
            ));
        }
        proofs.push(self.step(
            Phase::Verify,
            "Fails loudly unless the column has the type.",
            self.expect(&[(column, Some(column_type))]),
        ));
        Part { guard, work, verify: proofs, ..Part::default() }
    }

    fn swap(&self, way: Swap) -> SwapColumns {
        let to = match way {
            Swap::There => &self.columns.old,
            Swap::Back => &self.columns.new,
        };
        SwapColumns {
            columns: self.columns.clone(),
            indexes: self.indexes.clone(),
            sync: Some(self.sync(to)),
            way,
        }
    }

    /// What an INVALID index on the new column is called until it is dropped.
    fn leftover(&self) -> crate::domain::QualifiedName {
        self.columns.table.sibling(name::leftover(&self.indexes.new.name))
    }

    fn expect(&self, columns: &[(&Identifier, Option<ColumnType>)]) -> VerifyColumns {
        let columns = columns.iter().map(|(name, it)| ((*name).clone(), *it)).collect();
        VerifyColumns { table: self.columns.table.clone(), columns }
    }
}
