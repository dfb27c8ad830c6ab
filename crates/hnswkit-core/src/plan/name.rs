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
