//! The moment from which the new column serves, and the way back from it.

use std::{fmt, sync::Arc};

use super::{ModelColumns, Side};
use crate::{
    domain::Literal,
    sql::{
        Held, Lock, LockMode, Statement, block,
        facts::{Facts, lock},
    },
};

/// Records that the new column serves, lets the old one be NULL, and turns the trigger round; all at
/// once. Does nothing when that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchModel {
    /// The columns.
    pub columns: Arc<ModelColumns>,
}

/// Records that the old column serves again; it is NOT NULL if it was, proved by the constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchBackModel {
    /// The columns.
    pub columns: Arc<ModelColumns>,
}

impl fmt::Display for SwitchModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        let ModelColumns { table, old, books, .. } = it;
        let constraint = it.constraint(Side::Old);
        let change = format!(
            "-- From a way back that was interrupted.
IF {is_proved} THEN
    ALTER TABLE {table} DROP CONSTRAINT {constraint};
END IF;
IF since IS NULL THEN
    -- Or new rows would need an embedding of the old model for ever.
    IF is_not_null THEN
        ALTER TABLE {table} ALTER COLUMN {old} DROP NOT NULL;
    END IF;
{function}
    EXECUTE format(
        'COMMENT ON FUNCTION %s() IS %L',
        {name},
        {begun} || to_char(now() AT TIME ZONE 'UTC', '; \"switched at\" YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
            || CASE WHEN is_not_null THEN {was} ELSE '' END
    );
END IF;",
            is_proved = it.is_proved(Side::Old),
            function = block::indented("    ", &it.function(Side::New)),
            name = Literal(books),
            begun = Literal(it.begun()),
            was = Literal(format!("; {old} was NOT NULL")),
        );
        block::write(
            f,
            &format!(
                "{declare}    is_not_null boolean := (
        SELECT attnotnull
        FROM pg_attribute
        WHERE attrelid = relation AND attname = {old_name} AND NOT attisdropped
    );
BEGIN
    IF is_not_null IS NULL OR since IS NOT NULL AND NOT {is_proved} THEN
        RETURN;
    END IF;
{change}
END",
                declare = it.declare(),
                old_name = Literal(old.as_str()),
                is_proved = it.is_proved(Side::Old),
                change = block::retried("    ", &change),
            ),
        )
    }
}

impl fmt::Display for SwitchBackModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        let ModelColumns { table, old, books, .. } = it;
        let [proves_old, proves_new] = [Side::Old, Side::New].map(|side| it.constraint(side));
        let change = format!(
            "IF books LIKE '%was NOT NULL%' THEN
    -- Proved by the constraint, so that no row is read.
    ALTER TABLE {table} ALTER COLUMN {old} SET NOT NULL;
    ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {proves_old};
    ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {proves_new};
END IF;
{function}
COMMENT ON FUNCTION {books}() IS {begun};",
            function = it.function(Side::Old),
            begun = Literal(it.begun()),
        );
        block::write(
            f,
            &format!(
                "{declare}BEGIN
    IF since IS NULL THEN
        RETURN;
    END IF;
{change}
END",
                declare = it.declare(),
                change = block::retried("    ", &change),
            ),
        )
    }
}

impl Facts for SwitchModel {
    fn title(&self) -> String {
        let ModelColumns { table, old, new, .. } = &*self.columns;
        format!("record that {new} of {table} serves, and let {old} be NULL")
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.columns.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }

    fn inverse(&self) -> Option<Statement> {
        Some(SwitchBackModel { columns: Arc::clone(&self.columns) }.into())
    }
}

impl Facts for SwitchBackModel {
    fn title(&self) -> String {
        let ModelColumns { table, old, .. } = &*self.columns;
        format!("record that {old} of {table} serves again")
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.columns.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
