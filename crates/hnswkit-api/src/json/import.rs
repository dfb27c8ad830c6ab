//! What a schema says of vectors and their indexes.

use serde::Serialize;

use crate::{
    problem::Position,
    spec::{IndexSpec, Spec},
};

/// The vector columns and indexes of a schema, and a spec for what is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportDocument {
    /// The version of the document.
    pub schema: u32,
    /// The vector columns, in the order of the text.
    pub columns: Vec<ImportedColumn>,
    /// The HNSW and IVFFlat indexes, in the order of the text.
    pub indexes: Vec<ImportedIndex>,
    /// What could not be read, or stands in the way of an index.
    pub notes: Vec<ImportNote>,
    /// An index for each column that has no HNSW index and can have one.
    pub spec: Spec,
    /// Values of the spec that the text does not say.
    pub assumed: Vec<ImportAssumption>,
    /// The spec as a `hnswkit.toml`, with a comment behind what is assumed.
    pub toml: String,
}

/// A vector column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedColumn {
    /// The schema, if the text names it.
    pub schema: Option<String>,
    /// The table, as the catalog has it.
    pub table: String,
    /// The column, as the catalog has it.
    pub column: String,
    /// The type with its dimensions, such as `vector(1536)`.
    #[serde(rename = "type")]
    pub vector_type: String,
    /// `vector`, `halfvec`, `bit` or `sparsevec`.
    pub element: String,
    /// The dimensions; null when the column has none, and so can have no index.
    pub dimensions: Option<u64>,
    /// Whether the column cannot be NULL.
    pub not_null: bool,
    /// Whether the table is partitioned.
    pub partitioned: bool,
    /// The partitioned table that the table is a partition of, as SQL.
    pub partition_of: Option<String>,
    /// Its indexes: positions in `indexes`.
    pub indexes: Vec<u32>,
    /// The index that is planned for it: a position in `spec.index`.
    pub planned: Option<u32>,
    /// The first character of the column's name or line.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

/// An index that is there.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedIndex {
    /// The schema of the table, if the text names it.
    pub schema: Option<String>,
    /// The table, as the catalog has it.
    pub table: String,
    /// The index, as the catalog has it; null when the statement leaves the name to the server.
    pub name: Option<String>,
    /// `hnsw` or `ivfflat`.
    pub method: String,
    /// The column that is indexed.
    pub column: Option<String>,
    /// The expression that is indexed, in place of a column.
    pub expression: Option<String>,
    /// The operator class, such as `vector_cosine_ops`.
    pub operator_class: Option<String>,
    /// The metric, such as `cosine`.
    pub metric: Option<String>,
    /// Links per node and layer; the default when nothing is said; null for `ivfflat`.
    pub m: Option<i64>,
    /// Candidates kept while the graph is built; the default when nothing is said; null for
    /// `ivfflat`.
    pub ef_construction: Option<i64>,
    /// The lists of `ivfflat`.
    pub lists: Option<i64>,
    /// The rows that are indexed, when not all are.
    #[serde(rename = "where")]
    pub predicate: Option<String>,
    /// Whether the index is complete; null when the text does not say it.
    pub valid: Option<bool>,
    /// The section of a spec that describes it; null when none can.
    pub spec: Option<IndexSpec>,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

/// Something to know about the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportNote {
    /// What could not be read, or stands in the way.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

/// A value of the spec that the text does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportAssumption {
    /// The field, such as `index[0].rows`.
    pub field: String,
    /// The value that was taken.
    pub value: String,
    /// How to find out, or why this one.
    pub why: String,
}
