//! The gate of a migration whose build or drop happens outside of its tool.

use std::{fmt, sync::Arc};

use super::{
    Lock, block,
    facts::{Facts, looks_at},
};
use crate::domain::{IndexDefinition, Literal};

/// Fails when a build or a drop that should have happened outside of the tool has not, and the
/// table has rows.
///
/// In a table without rows both take a moment, so a fresh database needs no script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardOutside {
    /// The index.
    pub definition: Arc<IndexDefinition>,
    /// What should have happened.
    pub change: Change,
    /// The path of the script that does it.
    pub script: String,
}

/// A change that a script makes outside of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// The index is built.
    Build,
    /// The index is dropped.
    Drop,
}

impl fmt::Display for GuardOutside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, table) = (self.definition.qualified_name(), &self.definition.table);
        let (missing, message) = match self.change {
            Change::Build => (
                "IS NULL",
                format!(
                    "{index} is not there and {table} has rows: a build in this transaction would \
                     stop all writes to it"
                ),
            ),
            Change::Drop => (
                "IS NOT NULL",
                format!(
                    "{index} is still there and {table} has rows: a drop in this transaction would \
                     stop all reads and writes"
                ),
            ),
        };
        block::write(
            f,
            &format!(
                "BEGIN
    IF to_regclass({index}) {missing} AND EXISTS (SELECT FROM {table}) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = {message},
            HINT = {hint};
    END IF;
END",
                index = Literal(index),
                message = Literal(message),
                hint = Literal(format!("Run {} with psql, then run this again.", self.script)),
            ),
        )
    }
}

impl Facts for GuardOutside {
    fn title(&self) -> String {
        format!("stop unless {} was changed outside", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}
