//! `ALTER COLUMN … TYPE`, which writes the whole table anew.

use std::fmt;

use super::{
    Held, Lock, LockMode, block,
    facts::{Facts, lock},
};
use crate::domain::{ColumnType, Identifier, Literal, QualifiedName};

/// Drops the index and changes the type of the column, unless it has the type: an operator class
/// serves one type only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewriteColumn {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: Identifier,
    /// The type that it gets.
    pub column_type: ColumnType,
    /// The index on it.
    pub index: QualifiedName,
}

impl fmt::Display for RewriteColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, column, column_type, index } = self;
        block::write(
            f,
            &format!(
                "BEGIN
    IF (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = {relation}::regclass AND a.attname = {name}
    ) <> {planned} THEN
        DROP INDEX IF EXISTS {index};
        ALTER TABLE {table} ALTER COLUMN {column} TYPE {column_type} USING {column}::{column_type};
    END IF;
END",
                relation = Literal(table),
                name = Literal(column.as_str()),
                planned = Literal(column_type),
            ),
        )
    }
}

impl Facts for RewriteColumn {
    fn title(&self) -> String {
        format!("write {} anew with {} as {}", self.table, self.column, self.column_type)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.table, Held::Transaction)
    }
}
