//! Statements by which people look after an index; no plan holds them, runbooks do.

use std::fmt;

use super::Build;
use crate::domain::{Literal, QualifiedName};

/// Builds an index anew beside the old one, or in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReindexIndex {
    /// The index.
    pub name: QualifiedName,
    /// Whether reads and writes go on meanwhile.
    pub build: Build,
}

/// `VACUUM` of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacuum {
    /// The table.
    pub table: QualifiedName,
    /// Whether indexes are cleaned, which is what takes hours.
    pub indexes: bool,
}

/// Counts a table for the planner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analyze {
    /// The table.
    pub table: QualifiedName,
}

/// Brings pgvector's objects in this database to the release of its library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpdateExtension;

/// Asks for the oid of a relation; NULL when there is none of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegClass<'a>(pub &'a QualifiedName);

impl fmt::Display for ReindexIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let concurrently = match self.build {
            Build::Concurrent => " CONCURRENTLY",
            Build::Plain => "",
        };
        write!(f, "REINDEX INDEX{concurrently} {};", self.name)
    }
}

impl fmt::Display for Vacuum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let option = if self.indexes { "" } else { " (INDEX_CLEANUP off)" };
        write!(f, "VACUUM{option} {};", self.table)
    }
}

impl fmt::Display for Analyze {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ANALYZE {};", self.table)
    }
}

impl fmt::Display for UpdateExtension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ALTER EXTENSION vector UPDATE;")
    }
}

impl fmt::Display for RegClass<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "to_regclass({})", Literal(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted() {
        let name: QualifiedName = "App.O'Brien".parse().unwrap();
        let reindex = ReindexIndex { name: name.clone(), build: Build::Concurrent };
        assert_eq!(reindex.to_string(), "REINDEX INDEX CONCURRENTLY \"App\".\"O'Brien\";");
        let vacuum = Vacuum { table: name.clone(), indexes: false };
        assert_eq!(vacuum.to_string(), "VACUUM (INDEX_CLEANUP off) \"App\".\"O'Brien\";");
        assert_eq!(RegClass(&name).to_string(), "to_regclass('\"App\".\"O''Brien\"')");
    }
}
