//! `REINDEX INDEX`, and the gate before it.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::{
    Build, Held, Lock, LockMode, Transaction, block,
    facts::{Facts, lock, looks_at},
    inspection::Inspection,
    inspection::MISMATCH,
};
use crate::domain::{IndexDefinition, QualifiedName};

/// Builds an index anew as it is, and puts the new one in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reindex {
    /// The index.
    pub name: QualifiedName,
    /// The table that it is on.
    pub table: QualifiedName,
    /// Whether reads and writes go on meanwhile.
    pub build: Build,
}

/// Lets a rebuild go on when the index is there, on its table and defined as planned, valid or not.
///
/// A rebuild takes the parameters that the index has now, so another definition is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardReindex {
    /// The index.
    pub definition: Arc<IndexDefinition>,
}

impl fmt::Display for Reindex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let concurrently = match self.build {
            Build::Concurrent => " CONCURRENTLY",
            Build::Plain => "",
        };
        write!(f, "REINDEX INDEX{concurrently} {};", self.name)
    }
}

impl fmt::Display for GuardReindex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = Inspection(&self.definition).to_string();
        write!(
            body,
            "
    IF to_regclass(index_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', index_name
            USING HINT = 'There is nothing to build anew: create it.';
{MISMATCH}
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is INVALID and has another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it, and create the planned one.';
    ELSIF EXISTS (
        SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
    ) THEN
        RAISE EXCEPTION 'another session is building index %', index_name
            USING HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
END"
        )?;
        block::write(f, &body)
    }
}

impl Facts for GuardReindex {
    fn title(&self) -> String {
        format!("stop unless {} may be built anew", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}

impl Facts for Reindex {
    fn title(&self) -> String {
        format!("build {} anew{}", self.name, self.build.adverb())
    }

    fn transaction(&self) -> Transaction {
        self.build.transaction()
    }

    fn lock(&self) -> Option<Lock> {
        match self.build {
            Build::Concurrent => lock(LockMode::ShareUpdateExclusive, &self.table, Held::Build),
            // On the index: the planner opens every index of a table that is read.
            Build::Plain => lock(LockMode::AccessExclusive, &self.name, Held::Transaction),
        }
    }
}
