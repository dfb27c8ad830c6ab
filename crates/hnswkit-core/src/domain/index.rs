//! What an HNSW index is, apart from how it is built.

use std::fmt;

use super::{Hnsw, Identifier, OperatorClass, QualifiedName, RawSql};

/// The definition of an HNSW index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexDefinition {
    /// The index; it lands in the table's schema.
    pub name: Identifier,
    /// The table.
    pub table: QualifiedName,
    /// What is indexed.
    pub key: IndexKey,
    /// The operator class.
    pub operator_class: &'static OperatorClass,
    /// The parameters of the graph.
    pub hnsw: Hnsw,
    /// Which rows are indexed, when not all are.
    pub predicate: Option<RawSql>,
}

/// What an index holds of each row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexKey {
    /// A column.
    Column(Identifier),
    /// An expression; `Display` adds the parentheses.
    Expression(RawSql),
}

impl IndexDefinition {
    /// The index with the table's schema.
    pub fn qualified_name(&self) -> QualifiedName {
        self.table.sibling(self.name.clone())
    }
}

impl fmt::Display for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(it) => it.fmt(f),
            Self::Expression(it) => write!(f, "({it})"),
        }
    }
}
