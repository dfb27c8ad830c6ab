//! The type and the metric of an index, and the pgvector that has them.

use std::fmt;

use hnswkit_core::domain::{
    ElementType, Metric, OPERATOR_CLASSES, OperatorClass, PgvectorVersion, QualifiedName,
    VectorType, VectorTypeError,
};
use toml_writer::ToTomlValue as _;

use super::check::Check;
use crate::spec::{IndexSpec, nearest::one_of};

/// The type and the operator class, each if it makes sense.
pub(super) fn convert(
    check: &mut Check<'_>,
    spec: &IndexSpec,
    pgvector: Option<PgvectorVersion>,
) -> (Option<VectorType>, Option<&'static OperatorClass>) {
    // With dimensions that are out of range it is still known which metrics the type has.
    let (element, vector_type) = vector_type(check, spec, "type");
    let metric = metric(check);
    let class = element.zip(metric).and_then(|(it, metric)| class(check, "metric", it, metric));
    if let Some(pgvector) = pgvector {
        known_to(check, pgvector, element, class);
    }
    (vector_type, class)
}

/// The metric, if it is given and one.
pub(super) fn metric(check: &mut Check<'_>) -> Option<Metric> {
    check
        .required("metric", "write the distance that queries order by, as in `metric = \"cosine\"`")
        .and_then(|_| check.choice("metric", |it| it.parse().ok(), synonym))
}

/// How one gets a release that is new enough.
pub(super) fn upgrade(since: PgvectorVersion) -> String {
    format!("upgrade the extension to {since} or later (`ALTER EXTENSION vector UPDATE`)")
}

/// The type of `key`; of one whose dimensions are out of range, the element alone.
pub(super) fn vector_type(
    check: &mut Check<'_>,
    spec: &IndexSpec,
    key: &str,
) -> (Option<ElementType>, Option<VectorType>) {
    let missing = "write the type with its dimensions, as in `type = \"vector(1536)\"`";
    let Some(text) = check.required(key, missing).and_then(super::check::text) else {
        return (None, None);
    };
    let error = match text.parse::<VectorType>() {
        Ok(it) => return (Some(it.element()), Some(it)),
        Err(error) => error,
    };
    let element = match error {
        VectorTypeError::NoDimensions { element } | VectorTypeError::Dimensions { element, .. } => {
            Some(element)
        }
        _ => None,
    };
    let help = match &error {
        VectorTypeError::NoDimensions { element } => {
            let typed =
                format!("{element}({})", if *element == ElementType::Bit { 1024 } else { 1536 });
            let cast =
                Cast { expression: format!("{}::{typed}", column(spec)), vector_type: typed };
            format!(
                "write `type = \"{}\"`; if the column has no dimensions, index a cast: {cast}",
                cast.vector_type
            )
        }
        VectorTypeError::Dimensions { element, value } => too_many(*element, *value, spec),
        _ => format!(
            "write {} with the dimensions, as in `type = \"vector(1536)\"`",
            one_of(ElementType::ALL.iter().map(|it| it.name()))
        ),
    };
    check.refuse(key, error, help);
    (element, None)
}

/// The column as SQL, or one that stands for it.
fn column(spec: &IndexSpec) -> String {
    let parts = spec.column.as_ref().and_then(|it| QualifiedName::parts(&it.to_string(), 1).ok());
    parts
        .and_then(|it| it.into_iter().next())
        .map_or_else(|| "embedding".to_owned(), |it| it.to_string())
}

/// An expression with its type, as lines of the file.
struct Cast {
    expression: String,
    vector_type: String,
}

impl fmt::Display for Cast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expression = self.expression.to_toml_value();
        write!(f, "`expression = {expression}` with `type = \"{}\"`", self.vector_type)
    }
}

/// How so many dimensions can be indexed after all.
fn too_many(element: ElementType, dimensions: u64, spec: &IndexSpec) -> String {
    let fits = |it: ElementType| dimensions <= it.max_indexed_dimensions().into();
    let most = element.max_indexed_dimensions();
    match element {
        _ if dimensions == 0 => "write the dimensions of the model".to_owned(),
        ElementType::Vector | ElementType::Halfvec if spec.expression.is_some() => {
            format!("let the expression give fewer: `subvector(…, 1, {most})::{element}({most})`")
        }
        ElementType::Vector | ElementType::Halfvec => {
            let part = format!("`subvector = {most}`");
            if fits(ElementType::Halfvec) {
                format!(
                    "index it as halfvec, up to 4,000 dimensions: `quantize = \"halfvec\"`; or the first dimensions only: {part}"
                )
            } else if fits(ElementType::Bit) {
                format!(
                    "index its signs: `quantize = \"binary\"`; or the first dimensions only: {part}"
                )
            } else {
                "write the type of the column".to_owned()
            }
        }
        ElementType::Bit | ElementType::Sparsevec => format!("an index holds at most {most}"),
    }
}

/// The operator class; `key` is that of the metric.
pub(super) fn class(
    check: &mut Check<'_>,
    key: &str,
    element: ElementType,
    metric: Metric,
) -> Option<&'static OperatorClass> {
    match OperatorClass::find(element, metric) {
        Ok(it) => Some(it),
        Err(error) => {
            let metrics = one_of(OperatorClass::metrics(element).map(Metric::name));
            check.refuse(key, error, format!("for `{element}` write {metrics}"));
            None
        }
    }
}

fn known_to(
    check: &mut Check<'_>,
    pgvector: PgvectorVersion,
    element: Option<ElementType>,
    class: Option<&OperatorClass>,
) {
    if let Some(element) = element.filter(|it| pgvector < it.since()) {
        let since = element.since();
        check.refuse(
            "type",
            format!("HNSW on `{element}` needs pgvector {since}, but the target has {pgvector}"),
            format!("{}, or index a `vector` of at most 2,000 dimensions", upgrade(since)),
        );
    } else if let Some(class) = class.filter(|it| pgvector < it.since) {
        let older = OPERATOR_CLASSES.iter().filter(|it| it.element == class.element);
        let older = one_of(older.filter(|it| it.since <= pgvector).map(|it| it.metric.name()));
        check.refuse(
            "metric",
            format!(
                "`{}` needs pgvector {}, but the target has {pgvector}",
                class.name, class.since
            ),
            format!("{}, or write {older}", upgrade(class.since)),
        );
    }
}

/// What people call the metrics.
pub(super) fn synonym(word: &str) -> Option<&'static str> {
    if let Some(class) = OperatorClass::by_name(word) {
        return Some(class.metric.name());
    }
    if let Some(it) = Metric::ALL.iter().find(|it| it.operator() == word) {
        return Some(it.name());
    }
    Some(match word {
        "euclidean" | "euclidian" | "l2_distance" => "l2",
        "dot" | "dot_product" | "dotproduct" | "inner" | "inner_product" => "ip",
        "cos" | "cosine_distance" | "cosine_similarity" | "angular" => "cosine",
        "manhattan" | "taxicab" => "l1",
        _ => return None,
    })
}
