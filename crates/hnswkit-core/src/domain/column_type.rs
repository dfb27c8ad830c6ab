//! The types that a column can have, indexed or not.

use std::{fmt, str::FromStr};

use super::{ElementType, VectorType};

/// A type with its dimensions, as a column has it: `vector(3072)` is one, although no HNSW index
/// holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ColumnType {
    // Invariant: 1 <= dimensions <= element.max_stored_dimensions().
    element: ElementType,
    dimensions: u32,
}

impl ColumnType {
    /// The type without its dimensions.
    pub fn element(self) -> ElementType {
        self.element
    }

    /// The number of dimensions, at least 1.
    pub fn dimensions(self) -> u32 {
        self.dimensions
    }

    /// The same as a type that an index accepts, when one does.
    pub fn indexed(self) -> Option<VectorType> {
        VectorType::new(self.element, self.dimensions.into()).ok()
    }
}

impl From<VectorType> for ColumnType {
    fn from(it: VectorType) -> Self {
        Self { element: it.element(), dimensions: it.dimensions() }
    }
}

impl FromStr for ColumnType {
    type Err = ();

    /// Reads `vector(3072)`, with or without a schema before it.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, rest) = text.split_once('(').ok_or(())?;
        let name = name.trim().rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let element = ElementType::ALL.iter().copied().find(|it| it.name() == name).ok_or(())?;
        let dimensions = rest.trim_end().strip_suffix(')').ok_or(())?;
        let dimensions: u32 = dimensions.trim().parse().map_err(|_| ())?;
        if !(1..=element.max_stored_dimensions()).contains(&dimensions) {
            return Err(());
        }
        Ok(Self { element, dimensions })
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.element, self.dimensions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_may_have_more_dimensions_than_an_index() {
        let it: ColumnType = "extensions.vector(3072)".parse().unwrap();
        assert_eq!(it.to_string(), "vector(3072)");
        assert_eq!(it.indexed(), None);
        assert_eq!(
            "halfvec(3072)"
                .parse::<ColumnType>()
                .unwrap()
                .indexed()
                .map(|it| it.to_string())
                .as_deref(),
            Some("halfvec(3072)")
        );
        for text in ["vector", "vector(0)", "vector(16001)", "text(3)", "vector(3", "vector(x)"] {
            assert!(text.parse::<ColumnType>().is_err(), "{text}");
        }
    }
}
