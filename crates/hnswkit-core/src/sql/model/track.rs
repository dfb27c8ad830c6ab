//! The new column and the trigger that keeps its books.

use std::{fmt, sync::Arc};

use super::{ModelColumns, Side};
use crate::{
    domain::Literal,
    sql::{
        Held, Lock, LockMode, block,
        facts::{Facts, lock},
    },
};

/// Adds the column of the new model, nullable, with the trigger that empties it where an embedding
/// has become stale; both at once. Does nothing when they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddModel {
    /// The columns.
    pub columns: Arc<ModelColumns>,
}

impl fmt::Display for AddModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        let ModelColumns { table, old, new, new_type, books, .. } = it;
        let trigger = &books.name;
        let mut watched = it.sources.clone();
        watched.extend([old.clone(), new.clone()]);
        watched.dedup();
        let watched: Vec<_> = watched.iter().map(ToString::to_string).collect();
        let change = format!(
            "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE;
ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {new} {new_type};
{function}
COMMENT ON FUNCTION {books}() IS {begun};
IF books IS NULL THEN
    CREATE TRIGGER {trigger}
    BEFORE UPDATE OF {watched} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {books}();
END IF;",
            function = it.function(Side::Old),
            begun = Literal(it.begun()),
            watched = watched.join(", "),
        );
        block::write(
            f,
            &format!(
                "{declare}BEGIN
    IF books IS NOT NULL AND {type_of} IS NOT NULL THEN
        RETURN;
    END IF;
{change}
END",
                declare = it.declare(),
                type_of = it.type_of(Side::New),
                change = block::retried("    ", &change),
            ),
        )
    }
}

impl Facts for AddModel {
    fn title(&self) -> String {
        let ModelColumns { table, new, new_type, .. } = &*self.columns;
        format!("add column {new} {new_type} to {table}, and a trigger that keeps its books")
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.columns.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
