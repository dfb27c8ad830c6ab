//! Names that people did not choose.

use crate::domain::{Identifier, QualifiedName};

/// The name of an index when none is given: `idx_<table>_<column>_hnsw`, cut to 63 bytes.
pub fn default_index_name(table: &QualifiedName, column: Option<&Identifier>) -> Identifier {
    let stem = match column {
        Some(column) => format!("idx_{}_{}", table.name.as_str(), column.as_str()),
        None => format!("idx_{}", table.name.as_str()),
    };
    Identifier::from_stem(&stem, "_hnsw")
}

/// The name that an INVALID index gets before it is dropped.
pub(super) fn leftover(name: &Identifier) -> Identifier {
    Identifier::from_stem(name.as_str(), "_leftover")
}

/// The name of a replacement until it takes the place of the index.
pub(super) fn new(name: &Identifier) -> Identifier {
    Identifier::from_stem(name.as_str(), "_new")
}

/// The name of a replaced index until it is dropped.
pub(super) fn old(name: &Identifier) -> Identifier {
    Identifier::from_stem(name.as_str(), "_old")
}

/// The column of a new embedding model when no name is given.
pub fn new_column(column: &Identifier) -> Identifier {
    Identifier::from_stem(column.as_str(), "_new")
}

/// The trigger that keeps the books of a change of model, and its function.
pub(super) fn stale(table: &Identifier, column: &Identifier) -> Identifier {
    Identifier::from_stem(&format!("{}_{}", table.as_str(), column.as_str()), "_stale")
}

/// The index of the rows without an embedding of the new model.
pub(super) fn missing(table: &Identifier, column: &Identifier) -> Identifier {
    Identifier::from_stem(&format!("{}_{}", table.as_str(), column.as_str()), "_missing")
}

/// The constraint that proves that a column has no NULL.
pub(super) fn filled(table: &Identifier, column: &Identifier) -> Identifier {
    Identifier::from_stem(&format!("{}_{}", table.as_str(), column.as_str()), "_filled")
}

/// The names that `REINDEX CONCURRENTLY` gives to what it has not finished.
// PostgreSQL 18 src/backend/commands/indexcmds.c, `ReindexRelationConcurrently`.
pub(super) fn of_reindex(name: &Identifier) -> [Identifier; 2] {
    ["_ccnew", "_ccold"].map(|it| Identifier::from_stem(name.as_str(), it))
}
