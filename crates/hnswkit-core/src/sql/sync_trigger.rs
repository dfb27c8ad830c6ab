//! A trigger that keeps a column equal to another.

use std::fmt;

use super::{
    Held, Lock, LockMode, block,
    facts::{Facts, lock},
};
use crate::domain::{Identifier, Literal, QualifiedName};

/// What marks a function or a comment as ours.
pub(super) const MARK: &str = "hnswkit: ";

/// Creates a function and a trigger that copy a column to another, with PostgreSQL's cast on
/// assignment, whenever a row is written; the trigger is left alone when it is there.
///
/// Any write of a row that has no value there yet fills it too, so that from the trigger on no row
/// without one can appear behind a backfill that walks through the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncTrigger {
    /// The table.
    pub table: QualifiedName,
    /// The name of the function, and of the trigger.
    pub name: QualifiedName,
    /// The column that is written.
    pub from: Identifier,
    /// The column that follows.
    pub to: Identifier,
}

impl SyncTrigger {
    /// The function, at the margin.
    pub(super) fn function(&self) -> String {
        let Self { name, from, to, .. } = self;
        // Compared as bytes by an operator of PostgreSQL's own: the `search_path` of who writes
        // need not have pgvector on it.
        let body = format!(
            "BEGIN
    IF TG_OP = 'INSERT'
        OR NEW.{to} IS NULL
        OR ROW(NEW.{from})::record OPERATOR(pg_catalog.*<>) ROW(OLD.{from})::record
    THEN
        NEW.{to} := NEW.{from};
    END IF;
    RETURN NEW;
END"
        );
        let create = block::trigger_function(name, &body);
        format!(
            "{create}
COMMENT ON FUNCTION {name}() IS {comment};",
            comment = Literal(format!("{MARK}{from} is copied to {to}")),
        )
    }
}

impl fmt::Display for SyncTrigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, name, .. } = self;
        let create = format!(
            "CREATE TRIGGER {trigger}
BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}();",
            trigger = name.name,
        );
        block::write(
            f,
            &format!(
                "BEGIN
    IF coalesce(obj_description(to_regprocedure({signature}), 'pg_proc'), '') NOT LIKE '{MARK}%'
        AND to_regprocedure({signature}) IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_function',
            MESSAGE = {message},
            HINT = 'Rename it or drop it.';
    END IF;
{function}
    IF EXISTS (
        SELECT FROM pg_trigger WHERE tgrelid = {relation}::regclass AND tgname = {trigger}
    ) THEN
        RETURN;
    END IF;
{create}
END",
                signature = Literal(format!("{name}()")),
                message =
                    Literal(format!("function {name}() is there and is not of this migration")),
                function = block::indented("    ", &self.function()),
                relation = Literal(table),
                trigger = Literal(name.name.as_str()),
                create = block::retried("    ", &create),
            ),
        )
    }
}

impl Facts for SyncTrigger {
    fn title(&self) -> String {
        format!("copy {} of {} to {} by a trigger", self.from, self.table, self.to)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::ShareRowExclusive, &self.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
