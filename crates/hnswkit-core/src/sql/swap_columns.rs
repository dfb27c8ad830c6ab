//! The moment at which a new column takes the name of an old one.

use std::fmt;

use super::{
    Held, Lock, LockMode, ReplacementNames, SyncTrigger, block,
    facts::{Facts, lock},
};
use crate::domain::{Identifier, Literal, QualifiedName};

/// The comment of an old column: the time of the switch.
pub(super) const SWITCHED: &str =
    "to_char(now() AT TIME ZONE 'UTC', '\"hnswkit: switched \"YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

/// The names of a column that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnNames {
    /// The table.
    pub table: QualifiedName,
    /// The column, before and afterwards.
    pub column: Identifier,
    /// The new one until the swap.
    pub new: Identifier,
    /// The old one after the swap.
    pub old: Identifier,
    /// The constraint that stands for NOT NULL until the swap.
    pub not_null: Identifier,
}

/// A direction of a swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swap {
    /// The new column gets the name.
    There,
    /// The old column gets it back.
    Back,
}

/// Renames both columns, their indexes, and turns the trigger round, all at once; does nothing
/// when that was done.
///
/// The time is kept in the comment of the old column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwapColumns {
    /// The names of the columns.
    pub columns: ColumnNames,
    /// The names of their indexes; those that are not there are passed over.
    pub indexes: ReplacementNames,
    /// The trigger as it is to be afterwards; it has to be there.
    pub sync: Option<SyncTrigger>,
    /// The direction.
    pub way: Swap,
}

impl fmt::Display for SwapColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ColumnNames { table, column, new, old, not_null } = &self.columns;
        let ReplacementNames { name, new: new_index, old: old_index, .. } = &self.indexes;
        let (aside, comes, aside_index, comes_index) = match self.way {
            Swap::There => (old, new, old_index, new_index),
            Swap::Back => (new, old, new_index, old_index),
        };
        let mut change = format!(
            "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE;
ALTER TABLE {table} RENAME COLUMN {column} TO {aside};
ALTER TABLE {table} RENAME COLUMN {comes} TO {column};
ALTER INDEX IF EXISTS {name} RENAME TO {aside_index};
ALTER INDEX IF EXISTS {comes_index} RENAME TO {plain_name};",
            aside_index = aside_index.name,
            plain_name = name.name,
        );
        if let Some(sync) = &self.sync {
            change.push('\n');
            change.push_str(&sync.function());
        }
        change.push_str(&format!(
            "
IF EXISTS (
    SELECT FROM pg_constraint WHERE conrelid = relation AND conname = {constraint} AND convalidated
) THEN
    -- Proved by the constraint, so that no row is read.
    ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;
    ALTER TABLE {table} DROP CONSTRAINT {not_null};
END IF;
",
            constraint = Literal(not_null.as_str()),
        ));
        let (commented, comment) = match self.way {
            Swap::There => (old, SWITCHED.to_owned()),
            Swap::Back => (
                column,
                format!(
                    "(
        SELECT col_description(relation, attnum)
        FROM pg_attribute
        WHERE attrelid = relation AND attname = {}
    )",
                    Literal(new.as_str())
                ),
            ),
        };
        change.push_str(&format!(
            "EXECUTE format(
    'COMMENT ON COLUMN %s.%I IS %L',
    relation,
    {commented},
    {comment}
);",
            commented = Literal(commented.as_str()),
        ));
        block::write(
            f,
            &format!(
                "DECLARE
    relation regclass := {relation};
BEGIN
    IF EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = relation AND attname = {done} AND NOT attisdropped
    ) THEN
        RETURN;
    END IF;
{change}
END",
                relation = Literal(table),
                done = Literal(aside.as_str()),
                change = block::retried("    ", &change),
            ),
        )
    }
}

impl Facts for SwapColumns {
    fn title(&self) -> String {
        let ColumnNames { table, column, new, old, .. } = &self.columns;
        match self.way {
            Swap::There => format!("let {new} of {table} be {column}"),
            Swap::Back => format!("let {old} of {table} be {column} again"),
        }
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.columns.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
