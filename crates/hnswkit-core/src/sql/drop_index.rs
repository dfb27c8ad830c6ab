//! `DROP INDEX`.

use std::fmt;

use super::{
    Build, Held, Lock, LockMode, Transaction,
    facts::{Facts, lock},
};
use crate::domain::QualifiedName;

/// Drops an index, if it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropIndex {
    /// The index.
    pub name: QualifiedName,
    /// The table that it is on.
    pub table: QualifiedName,
    /// Whether reads and writes go on meanwhile.
    pub build: Build,
}

impl fmt::Display for DropIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let concurrently = match self.build {
            Build::Concurrent => " CONCURRENTLY",
            Build::Plain => "",
        };
        write!(f, "DROP INDEX{concurrently} IF EXISTS {};", self.name)
    }
}

impl Facts for DropIndex {
    fn title(&self) -> String {
        format!("drop {}{}, if any", self.name, self.build.adverb())
    }

    fn transaction(&self) -> Transaction {
        self.build.transaction()
    }

    fn lock(&self) -> Option<Lock> {
        match self.build {
            Build::Concurrent => lock(LockMode::ShareUpdateExclusive, &self.table, Held::Drain),
            Build::Plain => lock(LockMode::AccessExclusive, &self.table, Held::Transaction),
        }
    }
}
