//! Whether every row has its embedding.

use std::{fmt, sync::Arc};

use super::{ModelColumns, Side};
use crate::{
    domain::Literal,
    sql::{
        Held, Lock, LockMode, Transaction, block,
        facts::{Facts, lock, looks_at},
    },
};

/// Stops while rows are without an embedding on that side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FillGate {
    /// The columns.
    pub columns: Arc<ModelColumns>,
    /// The side.
    pub side: Side,
}

/// Proves that a column has no NULL, when the old one was NOT NULL before the switch: by a
/// constraint that is added without a look at the rows, and validated while reads and writes go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProveFilled {
    /// The columns.
    pub columns: Arc<ModelColumns>,
    /// The side.
    pub side: Side,
}

impl fmt::Display for FillGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        // Nothing to count once the old column is gone, or before the switch.
        let (is_idle, report) = match self.side {
            Side::New => (
                format!("{} IS NULL", it.type_of(Side::Old)),
                Literal(
                    "Let the worker go on until it finds none, or say how many may be missing.",
                ),
            ),
            Side::Old => (
                "since IS NULL".to_owned(),
                Literal("Searches miss them until they are embedded with the old model."),
            ),
        };
        let allowed = if self.side == Side::New { it.missing } else { 0 };
        let raise = |level: &str, indent: &str| {
            format!(
                "{indent}RAISE {level} USING
{indent}    MESSAGE = format('%s rows of %s have no %s', missing, {table}, {column}),
{indent}    HINT = {report};",
                table = Literal(&it.table),
                column = Literal(it.column(self.side)),
            )
        };
        let raise = match self.side {
            Side::New => raise("EXCEPTION", "        "),
            Side::Old => format!(
                "        IF books LIKE '%was NOT NULL%' THEN
{}
        END IF;
{}",
                raise("EXCEPTION", "            "),
                raise("NOTICE", "        ")
            ),
        };
        let body = format!(
            "{declare}    missing bigint;
BEGIN
    IF {is_idle} THEN
        RETURN;
    END IF;
    SELECT count(*)
    INTO missing
    FROM {table}
    WHERE {rows};
    IF {allowed} < missing THEN
{raise}
    END IF;
END",
            declare = it.declare(),
            table = it.table,
            rows = it.missing_on(self.side),
        );
        block::write(f, &body)
    }
}

impl fmt::Display for ProveFilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        let ModelColumns { table, .. } = it;
        let (column, constraint) = (it.column(self.side), it.constraint(self.side));
        let add = format!(
            "ALTER TABLE {table}
    ADD CONSTRAINT {constraint} CHECK ({column} IS NOT NULL) NOT VALID;"
        );
        block::write(
            f,
            &format!(
                "{declare}BEGIN
    IF books NOT LIKE '%was NOT NULL%' OR books IS NULL THEN
        RETURN;
    END IF;
    IF NOT {is_proved} THEN
{add}
        COMMIT;
    END IF;
    ALTER TABLE {table} VALIDATE CONSTRAINT {constraint};
END",
                declare = it.declare(),
                is_proved = it.is_proved(self.side),
                add = block::retried("        ", &add),
            ),
        )
    }
}

impl Facts for FillGate {
    fn title(&self) -> String {
        let (column, table) = (self.columns.column(self.side), &self.columns.table);
        match self.side {
            Side::New => format!("stop while rows of {table} have no {column}"),
            Side::Old => format!("count the rows of {table} that have no {column}"),
        }
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.columns.table)
    }
}

impl Facts for ProveFilled {
    fn title(&self) -> String {
        let (column, table) = (self.columns.column(self.side), &self.columns.table);
        format!("prove that {column} of {table} has no NULL, if that was so before")
    }

    fn transaction(&self) -> Transaction {
        // It commits before it reads the table.
        Transaction::Forbidden
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.columns.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
