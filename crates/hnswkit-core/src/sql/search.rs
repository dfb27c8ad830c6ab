//! The query that an index serves.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::SearchSetting;
#[cfg(feature = "every-operation")]
use crate::domain::Reduced;
use crate::domain::{ElementType, IndexDefinition, IndexKey, VectorType};

/// The nearest rows to a vector; `Display` writes the query, whose parameter `$1` is the vector.
///
/// An index that keeps less than the vector gives candidates, which their full vectors sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The index.
    pub definition: Arc<IndexDefinition>,
    /// The type of what the index holds.
    pub vector_type: VectorType,
    /// What the index keeps of its column, when that is less than the vector.
    #[cfg(feature = "every-operation")]
    pub reduced: Option<Reduced>,
}

impl Search {
    /// Rows that are wanted.
    pub const LIMIT: u32 = 10;
    /// Candidates for each row that is wanted, where they are sorted once more.
    // Measured on clustered vectors (tests/tests/servers/queries.rs); yours may need more.
    pub const OVERSAMPLING: u32 = 10;

    /// Candidates that the index gives, where the full vectors sort them.
    pub fn candidates(&self) -> Option<u32> {
        #[cfg(feature = "every-operation")]
        if self.reduced.as_ref().is_some_and(Reduced::needs_ranking) {
            return Some(Self::LIMIT * Self::OVERSAMPLING);
        }
        None
    }

    /// What the transaction sets before: as many candidates as the query takes.
    pub fn setting(&self) -> Option<SearchSetting> {
        self.candidates().map(SearchSetting::EfSearch)
    }

    /// By the index: `ORDER BY key operator value`, and as many rows.
    fn by_index(&self, f: &mut dyn fmt::Write, value: &str, limit: u32) -> fmt::Result {
        let it = &*self.definition;
        writeln!(f, "SELECT *\nFROM {}", it.table)?;
        if let Some(predicate) = &it.predicate {
            writeln!(f, "WHERE ({predicate})")?;
        }
        let operator = it.operator_class.metric.operator();
        match &it.key {
            IndexKey::Column(column) => writeln!(f, "ORDER BY {column} {operator} {value}")?,
            // In parentheses: an operator within would take its operands first.
            IndexKey::Expression(expression) => {
                writeln!(f, "ORDER BY ({expression}) {operator} {value}")?;
            }
        }
        write!(f, "LIMIT {limit}")
    }

    /// The vector as the index keeps it.
    fn value(&self) -> String {
        #[cfg(feature = "every-operation")]
        if let Some(it) = &self.reduced {
            return it.of(&if it.needs_ranking() {
                format!("$1::{}", it.column_type())
            } else {
                "$1".to_owned()
            });
        }
        match (&self.definition.key, self.vector_type.element()) {
            // The server finds the type by the column's; `bit(n)` would cut what is too long.
            (IndexKey::Column(_), _) | (_, ElementType::Bit) => "$1".to_owned(),
            _ => format!("$1::{}", self.vector_type),
        }
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut inner = String::new();
        self.by_index(&mut inner, &self.value(), self.candidates().unwrap_or(Self::LIMIT))?;
        #[cfg(feature = "every-operation")]
        if let Some(it) = self.reduced.as_ref().filter(|it| it.needs_ranking()) {
            return write!(
                f,
                "SELECT *
FROM (
    {inner}
) AS candidates
ORDER BY {column} {operator} $1::{column_type}
LIMIT {limit};",
                inner = inner.replace('\n', "\n    "),
                column = it.column(),
                operator = it.metric().operator(),
                column_type = it.column_type(),
                limit = Self::LIMIT,
            );
        }
        write!(inner, ";")?;
        f.write_str(&inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Hnsw, Identifier, Metric, Quantization};

    fn search(prefix: Option<u32>, quantization: Option<Quantization>) -> Search {
        let column = Identifier::new("v").unwrap();
        let it = Reduced::new(column, ElementType::Vector, 8, prefix, quantization, Metric::Cosine);
        let it = it.unwrap();
        let definition = IndexDefinition {
            name: Identifier::new("i").unwrap(),
            table: "s.t".parse().unwrap(),
            key: IndexKey::Expression(it.expression()),
            operator_class: it.operator_class(),
            hnsw: Hnsw::default(),
            predicate: None,
        };
        let definition = Arc::new(definition);
        Search { definition, vector_type: it.vector_type(), reduced: Some(it) }
    }

    #[test]
    fn bits_give_candidates_that_full_vectors_sort() {
        let it = search(Some(4), Some(Quantization::Binary));
        assert_eq!(
            it.to_string(),
            "SELECT *
FROM (
    SELECT *
    FROM s.t
    ORDER BY (binary_quantize(subvector(v, 1, 4))::bit(4)) <~> \
binary_quantize(subvector($1::vector(8), 1, 4))::bit(4)
    LIMIT 100
) AS candidates
ORDER BY v <=> $1::vector(8)
LIMIT 10;"
        );
        assert_eq!(it.setting(), Some(SearchSetting::EfSearch(100)));
    }

    #[test]
    fn halves_are_good_enough_to_sort_by() {
        let it = search(None, Some(Quantization::Halfvec));
        assert_eq!(
            it.to_string(),
            "SELECT *
FROM s.t
ORDER BY (v::halfvec(8)) <=> $1::halfvec(8)
LIMIT 10;"
        );
        assert_eq!(it.setting(), None);
    }
}
