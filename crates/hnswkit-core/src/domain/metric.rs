//! Distances, their operators and operator classes.

use std::{fmt, str::FromStr};

use super::{ElementType, PgvectorVersion};

/// A distance between two vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Euclidean distance.
    L2,
    /// Negative inner product.
    InnerProduct,
    /// Cosine distance.
    Cosine,
    /// Taxicab distance.
    L1,
    /// Number of bits that differ.
    Hamming,
    /// Jaccard distance of bits.
    Jaccard,
}

/// What an index is told so that it serves a metric on a type.
#[derive(Debug, PartialEq, Eq)]
pub struct OperatorClass {
    /// The operator class.
    pub name: &'static str,
    /// The type.
    pub element: ElementType,
    /// The metric.
    pub metric: Metric,
    /// The first pgvector that has the class for HNSW.
    pub since: PgvectorVersion,
}

/// A text that names no metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMetric {
    /// The text.
    pub name: String,
}

/// A metric that a type does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsupportedMetric {
    /// The type.
    pub element: ElementType,
    /// The metric.
    pub metric: Metric,
}

impl Metric {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] =
        &[Self::L2, Self::InnerProduct, Self::Cosine, Self::L1, Self::Hamming, Self::Jaccard];

    /// The short name, as in the spec file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::L2 => "l2",
            Self::InnerProduct => "ip",
            Self::Cosine => "cosine",
            Self::L1 => "l1",
            Self::Hamming => "hamming",
            Self::Jaccard => "jaccard",
        }
    }

    /// The operator that a query orders by, so that the index serves it.
    // pgvector 0.8.6 README.md, "Querying".
    pub const fn operator(self) -> &'static str {
        match self {
            Self::L2 => "<->",
            Self::InnerProduct => "<#>",
            Self::Cosine => "<=>",
            Self::L1 => "<+>",
            Self::Hamming => "<~>",
            Self::Jaccard => "<%>",
        }
    }

    /// Whether an index of the metric leaves zero vectors out.
    pub fn skips_zero_vectors(self) -> bool {
        self == Self::Cosine
    }
}

impl OperatorClass {
    /// The class for `metric` on `element`.
    ///
    /// # Errors
    ///
    /// When pgvector has none.
    pub fn find(element: ElementType, metric: Metric) -> Result<&'static Self, UnsupportedMetric> {
        OPERATOR_CLASSES
            .iter()
            .find(|it| it.element == element && it.metric == metric)
            .ok_or(UnsupportedMetric { element, metric })
    }

    /// The class of that name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        OPERATOR_CLASSES.iter().find(|it| it.name == name)
    }

    /// The metrics that pgvector has for `element`.
    pub fn metrics(element: ElementType) -> impl Iterator<Item = Metric> {
        OPERATOR_CLASSES.iter().filter(move |it| it.element == element).map(|it| it.metric)
    }
}

macro_rules! operator_classes {
    ($($name:literal $element:ident $metric:ident $minor:literal)+) => {
        /// Every operator class of HNSW, in the order of the documentation.
        // pgvector 0.8.6 sql/vector.sql; L1 on vector and all other types came with 0.7.0.
        pub static OPERATOR_CLASSES: &[OperatorClass] = &[$(OperatorClass {
            name: $name,
            element: ElementType::$element,
            metric: Metric::$metric,
            since: PgvectorVersion::new(0, $minor, 0),
        }),+];
    };
}

operator_classes! {
    "vector_l2_ops" Vector L2 5
    "vector_ip_ops" Vector InnerProduct 5
    "vector_cosine_ops" Vector Cosine 5
    "vector_l1_ops" Vector L1 7
    "halfvec_l2_ops" Halfvec L2 7
    "halfvec_ip_ops" Halfvec InnerProduct 7
    "halfvec_cosine_ops" Halfvec Cosine 7
    "halfvec_l1_ops" Halfvec L1 7
    "bit_hamming_ops" Bit Hamming 7
    "bit_jaccard_ops" Bit Jaccard 7
    "sparsevec_l2_ops" Sparsevec L2 7
    "sparsevec_ip_ops" Sparsevec InnerProduct 7
    "sparsevec_cosine_ops" Sparsevec Cosine 7
    "sparsevec_l1_ops" Sparsevec L1 7
}

impl FromStr for Metric {
    type Err = UnknownMetric;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.name().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownMetric { name: text.to_owned() })
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for UnknownMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a metric of pgvector", self.name)
    }
}

impl std::error::Error for UnknownMetric {}

impl fmt::Display for UnsupportedMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` has no operator class for the metric `{}`", self.element, self.metric)
    }
}

impl std::error::Error for UnsupportedMetric {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_found_by_type_and_metric() {
        for class in OPERATOR_CLASSES {
            assert_eq!(OperatorClass::find(class.element, class.metric), Ok(class));
            assert!(class.element.since() <= class.since);
        }
        assert_eq!(
            OperatorClass::find(ElementType::Bit, Metric::Cosine).unwrap_err().to_string(),
            "`bit` has no operator class for the metric `cosine`"
        );
    }
}
