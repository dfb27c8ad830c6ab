//! The end of one of the two columns.

use std::{fmt, sync::Arc};

use super::{ModelColumns, Side};
use crate::sql::{
    Held, Lock, LockMode, block,
    facts::{Facts, lock},
};

/// Drops one of the columns with the trigger and with every index on it, all at once; the one that
/// stays is NOT NULL if that was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropModel {
    /// The columns.
    pub columns: Arc<ModelColumns>,
    /// The one to drop.
    pub side: Side,
}

/// Drops the constraint that proves the new column, as long as the old one is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprove {
    /// The columns.
    pub columns: Arc<ModelColumns>,
}

impl fmt::Display for DropModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        let ModelColumns { table, books, .. } = it;
        let (column, kept) = (it.column(self.side), it.column(self.side.other()));
        let mut change = format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE;\n");
        if self.side == Side::Old {
            change.push_str(&format!(
                "IF {is_proved} THEN
    -- Proved by the constraint, so that no row is read.
    ALTER TABLE {table} ALTER COLUMN {kept} SET NOT NULL;
    ALTER TABLE {table} DROP CONSTRAINT {constraint};
END IF;
",
                is_proved = it.is_proved(Side::New),
                constraint = it.constraint(Side::New),
            ));
        }
        change.push_str(&format!(
            "DROP TRIGGER IF EXISTS {trigger} ON {table};
DROP FUNCTION IF EXISTS {books}();
ALTER TABLE {table} DROP COLUMN IF EXISTS {column};",
            trigger = books.name,
        ));
        block::write(
            f,
            &format!(
                "{declare}BEGIN
    IF {type_of} IS NULL AND books IS NULL THEN
        RETURN;
    END IF;
{change}
END",
                declare = it.declare(),
                type_of = it.type_of(self.side),
                change = block::retried("    ", &change),
            ),
        )
    }
}

impl fmt::Display for Unprove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        let change = format!(
            "ALTER TABLE {} DROP CONSTRAINT IF EXISTS {};",
            it.table,
            it.constraint(Side::New)
        );
        block::write(
            f,
            &format!(
                "{declare}BEGIN
    IF books IS NULL OR NOT {is_proved} THEN
        RETURN;
    END IF;
{change}
END",
                declare = it.declare(),
                is_proved = it.is_proved(Side::New),
                change = block::retried("    ", &change),
            ),
        )
    }
}

impl Facts for DropModel {
    fn title(&self) -> String {
        let it = &*self.columns;
        format!("drop column {} of {} and the trigger", it.column(self.side), it.table)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.columns.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}

impl Facts for Unprove {
    fn title(&self) -> String {
        let it = &*self.columns;
        format!("let column {} of {} be NULL again", it.new, it.table)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.columns.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
