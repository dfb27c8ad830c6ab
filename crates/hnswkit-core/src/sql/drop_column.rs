//! `DROP COLUMN`, together with the trigger that fills it.

use std::fmt;

use super::{
    Held, Lock, LockMode, block,
    facts::{Facts, lock},
};
use crate::domain::{Identifier, Literal, QualifiedName};

/// Drops a column, and with it the trigger that writes it, both at once; does nothing when they
/// are gone.
///
/// At once, because without its trigger an old column that is NOT NULL refuses new rows, and
/// without the column the trigger fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropColumn {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: Identifier,
    /// The name of the function and of the trigger.
    pub sync: Option<QualifiedName>,
}

impl fmt::Display for DropColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, column, sync } = self;
        let mut change = format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE;\n");
        let mut also = String::new();
        if let Some(sync) = sync {
            change.push_str(&format!(
                "DROP TRIGGER IF EXISTS {trigger} ON {table};
DROP FUNCTION IF EXISTS {sync}();
",
                trigger = sync.name,
            ));
            also = format!(
                "
        UNION ALL
        SELECT FROM pg_trigger WHERE tgrelid = {relation}::regclass AND tgname = {trigger}",
                relation = Literal(table),
                trigger = Literal(sync.name.as_str()),
            );
        }
        change.push_str(&format!("ALTER TABLE {table} DROP COLUMN IF EXISTS {column};"));
        block::write(
            f,
            &format!(
                "BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = {relation}::regclass AND attname = {name} AND NOT attisdropped{also}
    ) THEN
        RETURN;
    END IF;
{change}
END",
                relation = Literal(table),
                name = Literal(column.as_str()),
                change = block::retried("    ", &change),
            ),
        )
    }
}

impl Facts for DropColumn {
    fn title(&self) -> String {
        format!("drop column {} of {}, if any", self.column, self.table)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }
}
