//! Indexes that are there, as documents and as sections of a spec.

use hnswkit_core::domain::{EfConstruction, M, OperatorClass, VectorType};

use super::{
    catalog::{Catalog, Index, Key, Table, Vector},
    columns::{DEFAULT_NON_ZERO, DEFAULT_ROWS},
    names,
};
use crate::{
    json::ImportedIndex,
    spec::{IndexSpec, Spec, place::Source},
};

/// The index as a document.
pub(super) fn document(it: &Index, catalog: &Catalog, source: &Source) -> ImportedIndex {
    let class = it.operator_class.as_deref().and_then(class);
    let (column, expression) = match &it.key {
        Key::Column(it) => (Some(it.clone()), None),
        Key::Expression(it) => (None, Some(it.clone())),
        Key::Unclear => (None, None),
    };
    let is_hnsw = it.method == "hnsw";
    let parameter = |name: &str, default: u32| {
        is_hnsw.then(|| it.parameters.get(name).copied().unwrap_or(default.into()))
    };
    let table = catalog.find(&it.table).and_then(|it| catalog.tables.get(it));
    ImportedIndex {
        schema: it.table.schema.clone(),
        table: it.table.name.clone(),
        name: it.name.clone(),
        method: it.method.clone(),
        column,
        expression,
        operator_class: it.operator_class.clone(),
        metric: class.map(|it| it.metric.name().to_owned()),
        m: parameter("m", M::INFO.default),
        ef_construction: parameter("ef_construction", EfConstruction::INFO.default),
        lists: it.parameters.get("lists").copied(),
        predicate: it.predicate.clone(),
        valid: it.valid,
        spec: is_hnsw.then(|| section(it, table)).flatten(),
        start: source.position(it.span.start),
        end: source.position(it.span.end),
    }
}

/// The operator class of that name; IVFFlat's have the same names.
pub(super) fn class(name: &str) -> Option<&'static OperatorClass> {
    OperatorClass::by_name(name)
}

/// The section of a spec that describes the index, if one can.
pub(super) fn section(it: &Index, table: Option<&Table>) -> Option<IndexSpec> {
    let class = it.operator_class.as_deref().and_then(class)?;
    let mut section = IndexSpec {
        table: Some(names::table(&it.table)?.as_str().into()),
        name: Some(names::part(it.name.as_deref()?)?.as_str().into()),
        metric: Some(class.metric.name().into()),
        rows: Some(DEFAULT_ROWS.into()),
        ..IndexSpec::default()
    };
    let vector_type = match &it.key {
        Key::Column(column) => {
            section.column = Some(names::part(column)?.as_str().into());
            let column = table?.columns.iter().find(|it| it.name == *column)?;
            column.vector.to_string()
        }
        Key::Expression(text) => {
            section.expression = Some(text.as_str().into());
            cast(text)?.to_string()
        }
        Key::Unclear => return None,
    };
    if vector_type.starts_with("sparsevec") {
        section.nnz = Some(DEFAULT_NON_ZERO.into());
    }
    section.vector_type = Some(vector_type.as_str().into());
    section.m = it.parameters.get("m").map(|it| (*it).into());
    section.ef_construction = it.parameters.get("ef_construction").map(|it| (*it).into());
    section.predicate = it.predicate.as_deref().map(Into::into);
    let spec = Spec { index: vec![section.clone()], ..Spec::default() };
    spec.to_request().is_ok().then_some(section)
}

/// The type that an expression is cast to at its end.
fn cast(expression: &str) -> Option<VectorType> {
    let (_, name) = expression.rsplit_once("::")?;
    name.trim().trim_end_matches(')').parse().ok().or_else(|| name.trim().parse().ok())
}

/// Whether the index is on the column, by itself or in an expression.
pub(super) fn is_on(it: &Index, column: &str) -> bool {
    match &it.key {
        Key::Column(name) => name == column,
        Key::Expression(text) => has_word(text, column),
        Key::Unclear => false,
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == '$';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The metric of an index of another kind on the column.
pub(super) fn metric_of_other(
    indexes: &[&Index],
    vector: Vector,
    column: &str,
) -> Option<&'static str> {
    let on = indexes.iter().filter(|it| it.key == Key::Column(column.to_owned()));
    let mut classes = on.filter_map(|it| class(it.operator_class.as_deref()?));
    classes.find(|it| it.element == vector.element).map(|it| it.metric.name())
}
