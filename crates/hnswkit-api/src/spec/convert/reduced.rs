//! `quantize` and `subvector`: an index that keeps less than the vector.

use hnswkit_core::{
    domain::{
        ElementType, IndexKey, Metric, OperatorClass, PgvectorVersion, Quantization, Reduced,
        ReducedError, VectorType, VectorTypeError,
    },
    plan::reduced_index_name,
};

use super::{
    check::{Check, text},
    key::Key,
    vector,
};
use crate::spec::nearest::one_of;

/// The keys, in the order of the documentation.
const KEYS: [&str; 2] = ["quantize", "subvector"];

/// Whether the index is to keep less than the vector.
pub(super) fn is_wanted(check: &Check<'_>) -> bool {
    KEYS.iter().any(|it| check.values.value(it).is_some())
}

/// What the index keeps, if that makes sense; the key of the index becomes its expression.
pub(super) fn convert(
    check: &mut Check<'_>,
    key: &mut Key,
    pgvector: Option<PgvectorVersion>,
) -> Option<Reduced> {
    let given: Vec<_> = KEYS.into_iter().filter(|it| check.values.value(it).is_some()).collect();
    let quantization = check.choice("quantize", quantization, synonym);
    let prefix = check.whole("subvector");
    let all_read = quantization.is_some() == given.contains(&"quantize")
        && prefix.is_some() == given.contains(&"subvector");
    let column_type = column_type(check);
    let metric = vector::metric(check);
    if let Some(pgvector) = pgvector.filter(|it| *it < Reduced::SINCE) {
        for key in &given {
            let message =
                format!("`{key}` needs pgvector {}, but the target has {pgvector}", Reduced::SINCE);
            check.refuse(
                key,
                message,
                format!("{}, or leave it out", vector::upgrade(Reduced::SINCE)),
            );
        }
        return None;
    }
    if check.values.value("expression").is_some() {
        for key in given {
            let message = format!("`{key}` is for a `column`, but an `expression` is given");
            check.refuse(key, message, "leave one of them out");
        }
        return None;
    }
    let Some(IndexKey::Column(column)) = &key.key else { return None };
    let (element, dimensions) = column_type?;
    if !all_read {
        return None;
    }
    let it = Reduced::new(column.clone(), element, dimensions, prefix, quantization, metric?);
    let it = match it {
        Ok(it) => it,
        Err(error) => {
            let (key, help) = cure(error, &given);
            check.refuse(key, error, help);
            return None;
        }
    };
    if check.values.value("name").is_none() {
        key.name = key.table.as_ref().map(|table| reduced_index_name(table, &it));
    }
    key.key = Some(IndexKey::Expression(it.expression()));
    Some(it)
}

/// The type of the column, which may have more dimensions than an index holds.
fn column_type(check: &mut Check<'_>) -> Option<(ElementType, u32)> {
    let missing = "write the type of the column, as in `type = \"vector(1536)\"`";
    let written = check.required("type", missing).and_then(text)?;
    let error = match written.parse::<VectorType>() {
        Ok(it) => return Some((it.element(), it.dimensions())),
        Err(error) => error,
    };
    if let VectorTypeError::Dimensions { element, value } = error
        && matches!(element, ElementType::Vector | ElementType::Halfvec)
    {
        let most = Reduced::MAX_DIMENSIONS;
        if let Ok(it) = u32::try_from(value)
            && (1..=most).contains(&it)
        {
            return Some((element, it));
        }
        let message = format!("a `{element}` has 1 to {most} dimensions, but {value} are given");
        check.refuse("type", message, "write the type of the column");
        return None;
    }
    let help = match &error {
        VectorTypeError::NoDimensions { element } => format!(
            "write the dimensions of its rows, as in `type = \"{element}(1536)\"`; they must be the same in all"
        ),
        _ => missing.to_owned(),
    };
    check.refuse("type", error, help);
    None
}

/// The key to change, and how.
fn cure(error: ReducedError, given: &[&'static str]) -> (&'static str, String) {
    let first = given.first().copied().unwrap_or(KEYS[0]);
    match error {
        ReducedError::Element(_) => (first, "leave it out".to_owned()),
        ReducedError::AlreadyHalfvec => {
            ("quantize", "leave it out, or write `quantize = \"binary\"`".to_owned())
        }
        ReducedError::Prefix { dimensions, .. } => (
            "subvector",
            format!("write a number below {dimensions}, one that the model is trained for"),
        ),
        ReducedError::Metric(error) => {
            let mut metrics: Vec<_> = OperatorClass::metrics(ElementType::Vector).collect();
            if given.contains(&"quantize") {
                metrics.retain(|it| error.element != ElementType::Bit || *it != Metric::L1);
            }
            let metrics = one_of(metrics.into_iter().map(Metric::name));
            (
                "metric",
                format!(
                    "write the distance between the full vectors: {metrics}; the index has the operator class that goes with it"
                ),
            )
        }
        ReducedError::TooMany { element, dimensions } => {
            let most = element.max_indexed_dimensions();
            let mut ways = vec![];
            if element == ElementType::Vector && dimensions <= 4_000 {
                ways.push("`quantize = \"halfvec\"`, which holds 4,000".to_owned());
            }
            ways.push("`quantize = \"binary\"`, which holds 64,000".to_owned());
            ways.push(format!("`subvector = {most}` or less"));
            let key = if given.contains(&"subvector") { "subvector" } else { "quantize" };
            (key, format!("write {}", ways.join(", or ")))
        }
    }
}

fn quantization(word: &str) -> Option<Quantization> {
    Quantization::ALL.iter().copied().find(|it| it.id().eq_ignore_ascii_case(word.trim()))
}

/// What people call them.
fn synonym(word: &str) -> Option<&'static str> {
    Some(match word {
        "bit" | "bits" | "bq" => "binary",
        "half" | "scalar" | "sq" | "fp16" | "float16" | "f16" => "halfvec",
        _ => return None,
    })
}
