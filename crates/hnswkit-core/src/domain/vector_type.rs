//! The types that an HNSW index can hold, with their limits.

use std::{fmt, str::FromStr};

use super::PgvectorVersion;

/// A type whose values can be indexed with HNSW.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementType {
    /// 4-byte floats.
    Vector,
    /// 2-byte floats.
    Halfvec,
    /// Bits (PostgreSQL's own type).
    Bit,
    /// Index and 4-byte float for each element that is not zero.
    Sparsevec,
}

/// A type with its dimensions, such as `vector(1536)`, that an HNSW index accepts.
///
/// ```
/// # use hnswkit_core::domain::{ElementType, VectorType};
/// let it: VectorType = "halfvec(3072)".parse()?;
/// assert_eq!(it.element(), ElementType::Halfvec);
/// assert_eq!(it.to_string(), "halfvec(3072)");
/// # Ok::<(), hnswkit_core::domain::VectorTypeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VectorType {
    // Invariant: 1 <= dimensions <= element.max_indexed_dimensions().
    element: ElementType,
    dimensions: u32,
}

/// Why a text is no type that an HNSW index accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VectorTypeError {
    /// No type of that name can be indexed.
    UnknownType {
        /// The name that was given.
        name: String,
    },
    /// The type has no `(n)`, or what stands there is no number.
    NoDimensions {
        /// The type.
        element: ElementType,
    },
    /// The dimensions are outside the range that an HNSW index accepts.
    Dimensions {
        /// The type.
        element: ElementType,
        /// The number that was given.
        value: u64,
    },
}

impl ElementType {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[Self::Vector, Self::Halfvec, Self::Bit, Self::Sparsevec];

    /// The name as PostgreSQL spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vector => "vector",
            Self::Halfvec => "halfvec",
            Self::Bit => "bit",
            Self::Sparsevec => "sparsevec",
        }
    }

    /// The most dimensions that a column of the type can have.
    // pgvector 0.8.6 src/vector.h VECTOR_MAX_DIM, src/halfvec.h HALFVEC_MAX_DIM,
    // src/sparsevec.h SPARSEVEC_MAX_DIM; PostgreSQL 18 src/include/access/htup_details.h MaxAttrSize * 8.
    pub const fn max_stored_dimensions(self) -> u32 {
        match self {
            Self::Vector | Self::Halfvec => 16_000,
            Self::Bit => 83_886_080,
            Self::Sparsevec => 1_000_000_000,
        }
    }

    /// The most dimensions that an HNSW index accepts.
    // pgvector 0.8.6 src/hnsw.h HNSW_MAX_DIM, src/hnswutils.c HnswTypeInfo of each type.
    pub const fn max_indexed_dimensions(self) -> u32 {
        match self {
            Self::Vector => 2_000,
            Self::Halfvec => 4_000,
            Self::Bit => 64_000,
            Self::Sparsevec => 1_000_000_000,
        }
    }

    /// The first pgvector that can index the type with HNSW.
    pub const fn since(self) -> PgvectorVersion {
        match self {
            Self::Vector => PgvectorVersion::FIRST_WITH_HNSW,
            Self::Halfvec | Self::Bit | Self::Sparsevec => PgvectorVersion::new(0, 7, 0),
        }
    }
}

impl VectorType {
    /// The most elements that are not zero in a sparsevec that an HNSW index accepts.
    // pgvector 0.8.6 src/hnsw.h HNSW_MAX_NNZ.
    pub const MAX_INDEXED_NON_ZERO: u32 = 1_000;

    /// Accepts the dimensions if an HNSW index of the type would.
    ///
    /// # Errors
    ///
    /// When there are no dimensions, or more than [`ElementType::max_indexed_dimensions`].
    pub fn new(element: ElementType, dimensions: u64) -> Result<Self, VectorTypeError> {
        match u32::try_from(dimensions) {
            Ok(it) if (1..=element.max_indexed_dimensions()).contains(&it) => {
                Ok(Self { element, dimensions: it })
            }
            _ => Err(VectorTypeError::Dimensions { element, value: dimensions }),
        }
    }

    /// The type without its dimensions.
    pub fn element(self) -> ElementType {
        self.element
    }

    /// The number of dimensions, at least 1.
    pub fn dimensions(self) -> u32 {
        self.dimensions
    }
}

impl FromStr for VectorType {
    type Err = VectorTypeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, rest) = match text.split_once('(') {
            Some((name, rest)) => (name, Some(rest)),
            None => (text, None),
        };
        // `extensions.vector(1536)` is the same type in another schema.
        let name = name.trim().rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let element = ElementType::ALL
            .iter()
            .copied()
            .find(|it| it.name() == name)
            .ok_or(VectorTypeError::UnknownType { name })?;
        let dimensions = rest
            .and_then(|it| it.trim_end().strip_suffix(')'))
            .and_then(|it| it.trim().parse().ok())
            .ok_or(VectorTypeError::NoDimensions { element })?;
        Self::new(element, dimensions)
    }
}

impl fmt::Display for ElementType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for VectorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.element, self.dimensions)
    }
}

impl fmt::Display for VectorTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType { name } => write!(f, "`{name}` is not a type that HNSW can index"),
            Self::NoDimensions { element } => {
                write!(f, "`{element}` needs its number of dimensions, as in `{element}(256)`")
            }
            Self::Dimensions { element, value } => write!(
                f,
                "an HNSW index on `{element}` holds 1 to {} dimensions, but {value} are given",
                element.max_indexed_dimensions()
            ),
        }
    }
}

impl std::error::Error for VectorTypeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for text in ["vector(1536)", "VECTOR( 1536 )", "extensions.vector(1536)"] {
            assert_eq!(text.parse::<VectorType>().unwrap().to_string(), "vector(1536)");
        }
    }

    #[test]
    fn limits_are_those_of_the_index() {
        assert!("vector(2000)".parse::<VectorType>().is_ok());
        assert_eq!(
            "vector(2001)".parse::<VectorType>().unwrap_err().to_string(),
            "an HNSW index on `vector` holds 1 to 2000 dimensions, but 2001 are given"
        );
        assert!("halfvec(0)".parse::<VectorType>().is_err());
        assert!("vector(99999999999999999999)".parse::<VectorType>().is_err());
        assert_eq!(
            "varbit(8)".parse::<VectorType>().unwrap_err().to_string(),
            "`varbit` is not a type that HNSW can index"
        );
        assert_eq!(
            "vector".parse::<VectorType>(),
            Err(VectorTypeError::NoDimensions { element: ElementType::Vector })
        );
    }
}
