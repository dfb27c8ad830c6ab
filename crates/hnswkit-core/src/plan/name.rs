//! Names that people did not choose.

#[cfg(feature = "every-operation")]
use crate::domain::Reduced;
use crate::domain::{Identifier, IndexDefinition, IndexKey, QualifiedName};
#[cfg(feature = "every-operation")]
use crate::sql::ReplacementNames;

/// The name of an index when none is given: `idx_<table>_<column>_hnsw`, cut to 63 bytes.
pub fn default_index_name(table: &QualifiedName, column: Option<&Identifier>) -> Identifier {
    let stem = match column {
        Some(column) => format!("idx_{}_{}", table.name.as_str(), column.as_str()),
        None => format!("idx_{}", table.name.as_str()),
    };
    Identifier::from_stem(&stem, "_hnsw")
}

/// The name of an index that keeps less than the vector, when none is given:
/// `idx_<table>_<column>_256_halfvec_hnsw`.
#[cfg(feature = "every-operation")]
pub fn reduced_index_name(table: &QualifiedName, it: &Reduced) -> Identifier {
    let prefix = it.prefix().map(|it| format!("_{it}")).unwrap_or_default();
    let form = it.quantization().map(|it| format!("_{}", it.id())).unwrap_or_default();
    let stem = format!("idx_{}_{}", table.name.as_str(), it.column().as_str());
    Identifier::from_stem(&stem, &format!("{prefix}{form}_hnsw"))
}

/// The name of the index of a partition.
///
/// Where the index of the table has the name that it gets when none is given, that of the partition
/// has so too: an index that was built for the partition alone becomes a part.
pub(super) fn of_partition(whole: &IndexDefinition, partition: &QualifiedName) -> Identifier {
    let default = |table| match &whole.key {
        IndexKey::Column(column) => default_index_name(table, Some(column)),
        IndexKey::Expression(_) => default_index_name(table, None),
    };
    if whole.name == default(&whole.table) {
        return default(partition);
    }
    let stem = format!("{}_{}", whole.name.as_str(), partition.name.as_str());
    Identifier::from_stem(&stem, "")
}

/// The name of an index of one tenant, or of those that share one.
pub(super) fn of_tenant(name: &Identifier, tenant: &str) -> Identifier {
    Identifier::from_stem(&format!("{}_{tenant}", name.as_str()), "")
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
    // Triggers fire in the order of their names; it is to see what the others have made.
    Identifier::from_stem(&format!("zz_{}_{}", table.as_str(), column.as_str()), "_stale")
}

/// The names that leftovers get when there may be several; the first is [`leftover`].
pub(super) fn leftovers(name: &Identifier) -> [Identifier; 3] {
    ["_leftover", "_leftover2", "_leftover3"].map(|it| Identifier::from_stem(name.as_str(), it))
}

/// The names of an index and of the one that takes its place.
#[cfg(feature = "every-operation")]
pub(super) fn replacement(definition: &IndexDefinition) -> ReplacementNames {
    let sibling = |it| definition.table.sibling(it);
    ReplacementNames {
        name: definition.qualified_name(),
        new: sibling(new(&definition.name)),
        old: sibling(old(&definition.name)),
        leftover: sibling(leftover(&definition.name)),
    }
}

/// The name of the function and trigger that keep a column equal to another: triggers fire in the
/// order of their names, and this one is to be the last.
pub(super) fn sync(table: &QualifiedName, column: &Identifier) -> Identifier {
    let stem = format!("zz_{}_{}", table.name.as_str(), column.as_str());
    Identifier::from_stem(&stem, "_sync")
}

/// The name of the constraint that stands for NOT NULL until a column has another's place.
pub(super) fn not_null(table: &QualifiedName, column: &Identifier) -> Identifier {
    let stem = format!("{}_{}", table.name.as_str(), column.as_str());
    Identifier::from_stem(&stem, "_filled")
}

/// What is put behind the name of an index while something is done with it; `_leftover` always.
const SUFFIXES: &[(&str, &[&str])] = &[
    ("change-type", &["_new", "_old", "_new_leftover", "_old_leftover"]),
    ("reindex", &["_ccnew", "_ccold", "_leftover2", "_leftover3"]),
    ("repair", &["_new", "_old", "_ccnew", "_ccold", "_leftover2", "_leftover3"]),
    ("replace", &["_new", "_old"]),
];

/// The names besides its own that an operation on the index of this name needs while it works.
pub fn working_names(operation: &str, name: &Identifier) -> Vec<Identifier> {
    let more = SUFFIXES.iter().find(|(id, _)| *id == operation).map_or(&[][..], |(_, it)| *it);
    let suffixes = ["_leftover"].iter().chain(more);
    suffixes.map(|it| Identifier::from_stem(name.as_str(), it)).collect()
}
