//! `NOT NULL` without a scan under a lock.

use std::fmt;

use super::{
    Held, Lock, LockMode, Transaction, block,
    facts::{Facts, lock},
};
use crate::domain::{Identifier, Literal, QualifiedName};

/// Where a column is NOT NULL, proves the same of another by a constraint that is added without a
/// look at the rows and validated while reads and writes go on;
/// [`SwapColumns`](super::SwapColumns) makes NOT NULL of it without another scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyNotNull {
    /// The table.
    pub table: QualifiedName,
    /// The column that may be NOT NULL.
    pub from: Identifier,
    /// The column that is to be the same.
    pub to: Identifier,
    /// The name of the constraint.
    pub constraint: Identifier,
}

impl fmt::Display for CopyNotNull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, from, to, constraint } = self;
        let add = format!(
            "ALTER TABLE {table}
    ADD CONSTRAINT {constraint} CHECK ({to} IS NOT NULL) NOT VALID;"
        );
        block::write(
            f,
            &format!(
                "BEGIN
    IF (
        SELECT array_agg(a.attnotnull ORDER BY a.attname = {to_name}) <> ARRAY[true, false]
        FROM pg_attribute AS a
        WHERE a.attrelid = {relation}::regclass
            AND a.attname IN ({from_name}, {to_name})
    ) THEN
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_constraint WHERE conrelid = {relation}::regclass AND conname = {name}
    ) THEN
{add}
        COMMIT;
    END IF;
    ALTER TABLE {table} VALIDATE CONSTRAINT {constraint};
END",
                relation = Literal(table),
                from_name = Literal(from.as_str()),
                to_name = Literal(to.as_str()),
                name = Literal(constraint.as_str()),
                add = block::retried("        ", &add),
            ),
        )
    }
}

impl Facts for CopyNotNull {
    fn title(&self) -> String {
        format!("let {} of {} be NOT NULL where {} is", self.to, self.table, self.from)
    }

    fn transaction(&self) -> Transaction {
        // It commits before it reads the table.
        Transaction::Forbidden
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
