//! What an index keeps of a vector, when that is less than the vector.

use std::fmt;

use super::{
    ElementType, Identifier, Metric, OperatorClass, PgvectorVersion, RawSql, UnsupportedMetric,
    VectorType, VectorTypeError,
};

/// A smaller form of each number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantization {
    /// Two bytes in place of four.
    Halfvec,
    /// One bit: whether it is positive.
    Binary,
}

/// A column's vectors as an index keeps them: the first numbers, or each number in fewer bits.
///
/// ```
/// # use hnswkit_core::domain::{ElementType, Identifier, Metric, Quantization, Reduced};
/// let column = Identifier::new("embedding")?;
/// let half = Some(Quantization::Halfvec);
/// let it = Reduced::new(column, ElementType::Vector, 3072, Some(256), half, Metric::Cosine).unwrap();
/// assert_eq!(it.to_string(), "subvector(embedding, 1, 256)::halfvec(256)");
/// # Ok::<(), hnswkit_core::domain::IdentifierError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduced {
    // Invariant: `vector_type` and `operator_class` are those of the expression; it is smaller
    // than the column.
    column: Identifier,
    element: ElementType,
    dimensions: u32,
    prefix: Option<u32>,
    quantization: Option<Quantization>,
    metric: Metric,
    vector_type: VectorType,
    operator_class: &'static OperatorClass,
}

/// Why a column cannot be indexed in a smaller form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReducedError {
    /// Only vectors of floats can.
    Element(ElementType),
    /// The column has two bytes a number already.
    AlreadyHalfvec,
    /// The first numbers are not fewer than all.
    Prefix {
        /// How many were asked for.
        prefix: u32,
        /// How many there are.
        dimensions: u32,
    },
    /// The metric is not one of the full vector.
    Metric(UnsupportedMetric),
    /// What is left is still too much for an index.
    TooMany {
        /// The type of what is left.
        element: ElementType,
        /// Its dimensions.
        dimensions: u32,
    },
}

impl Quantization {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[Self::Halfvec, Self::Binary];

    /// The id, as in the spec file.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Halfvec => "halfvec",
            Self::Binary => "binary",
        }
    }
}

impl Reduced {
    /// The first pgvector that has the functions and the types.
    // pgvector CHANGELOG.md: halfvec, binary_quantize, subvector and HNSW on bit came with 0.7.0.
    pub const SINCE: PgvectorVersion = PgvectorVersion::new(0, 7, 0);
    /// The most dimensions of a column.
    // pgvector 0.8.6 src/vector.h VECTOR_MAX_DIM, src/halfvec.h HALFVEC_MAX_DIM.
    pub const MAX_DIMENSIONS: u32 = 16_000;

    /// The first `prefix` numbers of a column, `quantization` of each, for searches by `metric`.
    ///
    /// # Errors
    ///
    /// When the result would not be smaller, or no index can hold it or serve the metric.
    pub fn new(
        column: Identifier,
        element: ElementType,
        dimensions: u32,
        prefix: Option<u32>,
        quantization: Option<Quantization>,
        metric: Metric,
    ) -> Result<Self, ReducedError> {
        if !matches!(element, ElementType::Vector | ElementType::Halfvec) {
            return Err(ReducedError::Element(element));
        }
        if element == ElementType::Halfvec && quantization == Some(Quantization::Halfvec) {
            return Err(ReducedError::AlreadyHalfvec);
        }
        if let Some(prefix) = prefix.filter(|it| dimensions <= *it) {
            return Err(ReducedError::Prefix { prefix, dimensions });
        }
        let class =
            |element, metric| OperatorClass::find(element, metric).map_err(ReducedError::Metric);
        let (indexed, operator_class) = match quantization {
            None => (element, class(element, metric)?),
            Some(Quantization::Halfvec) => {
                (ElementType::Halfvec, class(ElementType::Halfvec, metric)?)
            }
            Some(Quantization::Binary) => {
                // Signs say much of an angle, and nothing of a sum of differences.
                if metric == Metric::L1 {
                    return Err(ReducedError::Metric(UnsupportedMetric {
                        element: ElementType::Bit,
                        metric,
                    }));
                }
                class(element, metric)?;
                (ElementType::Bit, class(ElementType::Bit, Metric::Hamming)?)
            }
        };
        let kept = prefix.unwrap_or(dimensions);
        let vector_type = VectorType::new(indexed, kept.into()).map_err(|_: VectorTypeError| {
            ReducedError::TooMany { element: indexed, dimensions: kept }
        })?;
        Ok(Self {
            column,
            element,
            dimensions,
            prefix,
            quantization,
            metric,
            vector_type,
            operator_class,
        })
    }

    /// The column.
    pub fn column(&self) -> &Identifier {
        &self.column
    }

    /// The type of the column without its dimensions.
    pub fn element(&self) -> ElementType {
        self.element
    }

    /// The dimensions of the column.
    pub fn dimensions(&self) -> u32 {
        self.dimensions
    }

    /// So many of the first numbers are kept, when not all are.
    pub fn prefix(&self) -> Option<u32> {
        self.prefix
    }

    /// How each number is kept, when it is not as in the column.
    pub fn quantization(&self) -> Option<Quantization> {
        self.quantization
    }

    /// The distance between full vectors that searches want.
    pub fn metric(&self) -> Metric {
        self.metric
    }

    /// The type of what the index keeps.
    pub fn vector_type(&self) -> VectorType {
        self.vector_type
    }

    /// The operator class of the index.
    pub fn operator_class(&self) -> &'static OperatorClass {
        self.operator_class
    }

    /// Bytes of a value of the column.
    // pgvector 0.8.6 src/vector.h VECTOR_SIZE, src/halfvec.h HALFVEC_SIZE.
    pub fn stored_bytes(&self) -> u64 {
        let each = if self.element == ElementType::Halfvec { 2 } else { 4 };
        8 + each * u64::from(self.dimensions)
    }

    /// The type of the column, as SQL.
    pub fn column_type(&self) -> String {
        format!("{}({})", self.element, self.dimensions)
    }

    /// Whether the index finds candidates only, which the full vectors have to sort.
    pub fn needs_ranking(&self) -> bool {
        self.prefix.is_some() || self.quantization == Some(Quantization::Binary)
    }

    /// The expression, as the key of an index.
    pub fn expression(&self) -> RawSql {
        RawSql::from_reduced(self)
    }

    /// The expression over another value than the column; `value` is SQL of a type like the column's.
    pub fn of(&self, value: &impl fmt::Display) -> String {
        let part = match self.prefix {
            Some(prefix) => format!("subvector({value}, 1, {prefix})"),
            None => value.to_string(),
        };
        match self.quantization {
            Some(Quantization::Binary) => format!("binary_quantize({part})::{}", self.vector_type),
            _ => format!("{part}::{}", self.vector_type),
        }
    }
}

impl fmt::Display for Reduced {
    /// The expression over the column.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.of(&self.column))
    }
}

impl fmt::Display for ReducedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(it) => {
                write!(f, "only a `vector` or a `halfvec` gets smaller, not `{it}`")
            }
            Self::AlreadyHalfvec => f.write_str("the column is a `halfvec` already"),
            Self::Prefix { prefix, dimensions } => {
                write!(f, "the first {prefix} of {dimensions} dimensions are not fewer than all")
            }
            Self::Metric(it) => it.fmt(f),
            Self::TooMany { element, dimensions } => write!(
                f,
                "an HNSW index on `{element}` holds 1 to {} dimensions, but {dimensions} are left",
                element.max_indexed_dimensions()
            ),
        }
    }
}

impl std::error::Error for ReducedError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn reduced(
        element: ElementType,
        dimensions: u32,
        prefix: Option<u32>,
        quantization: Option<Quantization>,
    ) -> Result<String, ReducedError> {
        let column = Identifier::new("My Vector").unwrap();
        Reduced::new(column, element, dimensions, prefix, quantization, Metric::Cosine)
            .map(|it| format!("{it} {}", it.operator_class().name))
    }

    #[test]
    fn every_form_has_its_expression_and_operator_class() {
        use ElementType::{Halfvec, Vector};
        let half = Some(Quantization::Halfvec);
        let bits = Some(Quantization::Binary);
        for (element, prefix, quantization, expected) in [
            (Vector, None, half, r#""My Vector"::halfvec(3072) halfvec_cosine_ops"#),
            (Vector, None, bits, r#"binary_quantize("My Vector")::bit(3072) bit_hamming_ops"#),
            (Halfvec, None, bits, r#"binary_quantize("My Vector")::bit(3072) bit_hamming_ops"#),
            (
                Vector,
                Some(256),
                None,
                r#"subvector("My Vector", 1, 256)::vector(256) vector_cosine_ops"#,
            ),
            (
                Halfvec,
                Some(256),
                None,
                r#"subvector("My Vector", 1, 256)::halfvec(256) halfvec_cosine_ops"#,
            ),
            (
                Vector,
                Some(256),
                half,
                r#"subvector("My Vector", 1, 256)::halfvec(256) halfvec_cosine_ops"#,
            ),
            (
                Vector,
                Some(256),
                bits,
                r#"binary_quantize(subvector("My Vector", 1, 256))::bit(256) bit_hamming_ops"#,
            ),
        ] {
            assert_eq!(reduced(element, 3072, prefix, quantization).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_not_smaller_or_too_large_is_refused() {
        let half = Some(Quantization::Halfvec);
        let message = |it: Result<String, ReducedError>| it.unwrap_err().to_string();
        assert_eq!(
            message(reduced(ElementType::Bit, 64, None, half)),
            "only a `vector` or a `halfvec` gets smaller, not `bit`"
        );
        assert_eq!(
            message(reduced(ElementType::Halfvec, 64, None, half)),
            "the column is a `halfvec` already"
        );
        assert_eq!(
            message(reduced(ElementType::Vector, 64, Some(64), None)),
            "the first 64 of 64 dimensions are not fewer than all"
        );
        assert_eq!(
            message(reduced(ElementType::Vector, 4001, None, half)),
            "an HNSW index on `halfvec` holds 1 to 4000 dimensions, but 4001 are left"
        );
    }
}
