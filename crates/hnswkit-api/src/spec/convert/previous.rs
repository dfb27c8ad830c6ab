//! What an index was before it is replaced: `previous_…`.

use std::sync::Arc;

use hnswkit_core::{
    domain::{EfConstruction, Hnsw, IndexDefinition, M, VectorType},
    plan::{Operation, Previous},
};

use super::{check::Check, key, vector};
use crate::spec::{IndexSpec, nearest::one_of};

/// The keys, in the order of the table.
const KEYS: &[&str] = &[
    "previous_m",
    "previous_ef_construction",
    "previous_metric",
    "previous_column",
    "previous_expression",
    "previous_type",
    "previous_where",
];

/// The definition from before: what is given of it, the rest as planned.
pub(super) fn convert(
    check: &mut Check<'_>,
    spec: &IndexSpec,
    operation: Option<&'static Operation>,
    planned: Option<(&IndexDefinition, VectorType)>,
) -> Option<Previous> {
    let given: Vec<_> =
        KEYS.iter().copied().filter(|it| check.values.value(it).is_some()).collect();
    let first = *given.first()?;
    if operation.is_some_and(|it| it.id != "replace") {
        // Keys of other operations are refused with all of them.
        return None;
    }
    let hnsw = hnsw(check, first, planned.map(|(it, _)| it.hnsw));
    let (element, vector_type) = match spec.previous_type {
        Some(_) => vector::vector_type(check, spec, "previous_type"),
        None => (planned.map(|(_, it)| it.element()), planned.map(|(_, it)| it)),
    };
    let metric = match spec.previous_metric {
        Some(_) => check.choice("previous_metric", |it| it.parse().ok(), vector::synonym),
        None => planned.map(|(it, _)| it.operator_class.metric),
    };
    let class = element
        .zip(metric)
        .and_then(|(element, metric)| vector::class(check, "previous_metric", element, metric));
    let key = match (&spec.previous_column, &spec.previous_expression) {
        (None, None) => planned.map(|(it, _)| it.key.clone()),
        _ => key::key(check, "previous_column", "previous_expression"),
    };
    // An empty text says that there was none; absent, it is as planned.
    let predicate = match &spec.previous_where {
        None => planned.map(|(it, _)| it.predicate.clone()),
        Some(it) if it.to_string().trim().is_empty() => Some(None),
        Some(_) => key::sql(check, "previous_where").map(Some),
    };
    let (planned, _) = planned?;
    let definition = IndexDefinition {
        name: planned.name.clone(),
        table: planned.table.clone(),
        key: key?,
        operator_class: class?,
        hnsw: hnsw?,
        predicate: predicate?,
    };
    if definition == *planned {
        let message = "the index that is replaced is what the new one is";
        let help = format!(
            "leave {} out, or say what it is: `SELECT pg_get_indexdef('…'::regclass)`",
            one_of(given.iter().copied())
        );
        check.refuse(first, message, help);
        return None;
    }
    Some(Previous { definition: Arc::new(definition), vector_type: vector_type? })
}

/// Both parameters; those that are not given are as planned.
fn hnsw(check: &mut Check<'_>, first: &str, planned: Option<Hnsw>) -> Option<Hnsw> {
    let m = match check.values.value("previous_m") {
        Some(_) => check.whole("previous_m").and_then(|it| M::new(it).ok()),
        None => planned.map(Hnsw::m),
    };
    let ef_construction = match check.values.value("previous_ef_construction") {
        Some(_) => {
            check.whole("previous_ef_construction").and_then(|it| EfConstruction::new(it).ok())
        }
        None => planned.map(Hnsw::ef_construction),
    };
    let hnsw = Hnsw::new(m?, ef_construction?);
    if let Err(error) = &hnsw {
        check.refuse(first, error, "no server has built an index with these two");
    }
    hnsw.ok()
}
