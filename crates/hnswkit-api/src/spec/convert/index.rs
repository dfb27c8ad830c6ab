//! `[[index]]`: an index to create.

use std::sync::Arc;

#[cfg(feature = "every-operation")]
use hnswkit_core::domain::Reduced;
use hnswkit_core::{
    domain::{
        EfConstruction, ElementType, Hnsw, IndexDefinition, M, OperatorClass, PgvectorVersion,
        QualifiedName, Rows, RowsError, VectorType, decimal,
    },
    plan::{IndexRequest, Mode, Target},
};

#[cfg(feature = "every-operation")]
use super::{change, load, model, previous, reduced, redundant, split};
use super::{
    check::Check,
    key::{self, Key},
    later, only_for, size, vector,
};
use crate::{
    problem::Problems,
    spec::{IndexSpec, Scalar, Section},
};

/// The index, if it makes sense, or its parts; and its name, if that is known.
pub(super) fn convert(
    spec: &IndexSpec,
    number: usize,
    target: &Target,
    #[cfg_attr(not(feature = "every-operation"), expect(unused_variables, reason = "for others"))]
    mode: Mode,
    problems: &mut Problems,
) -> (Option<QualifiedName>, Vec<IndexRequest>) {
    let mut check = Check { section: Section::Index, number, values: spec, problems };
    let check = &mut check;
    let mut key = key::convert(check);
    let operation = later::operation(check);
    #[cfg(feature = "every-operation")]
    let (operation, model) = model::convert(check, operation, mode, &mut key);
    let kept = kept(check, spec, &mut key, target.pgvector);
    let (vector_type, operator_class) = (kept.vector_type, kept.operator_class);
    let name = key.table.as_ref().zip(key.name.as_ref()).map(|(it, name)| it.sibling(name.clone()));
    let rows = rows(check, &key);
    let hnsw = hnsw(check, spec);
    let non_zero = non_zero(check, vector_type);
    let duplicates = duplicates(check);
    let maintenance_work_mem = size::memory_setting(check, "maintenance_work_mem", target.platform);
    let workers = check.whole("workers");
    if let Some(operation) = operation {
        only_for::refuse(check, operation);
    }
    #[cfg(feature = "every-operation")]
    let operation = load::stage(check, operation);
    #[cfg(feature = "every-operation")]
    let load_rows = load::rows(check, operation, rows);
    #[cfg(feature = "every-operation")]
    let redundant = redundant::convert(check, operation, key.name.as_ref());
    #[cfg(not(feature = "every-operation"))]
    let (redundant, change, model) = (None, None, None);
    #[cfg(feature = "every-operation")]
    let change = change::convert(check, &key, operation, vector_type, target, mode);

    let definition = || {
        Some(IndexDefinition {
            name: key.name?,
            table: key.table?,
            key: key.key?,
            operator_class: operator_class?,
            hnsw: hnsw?,
            predicate: key.predicate,
        })
    };
    let definition = definition();
    #[cfg(not(feature = "every-operation"))]
    let previous = None;
    #[cfg(feature = "every-operation")]
    let previous = previous::convert(check, spec, operation, definition.as_ref().zip(vector_type));
    let request = || {
        Some(IndexRequest {
            operation: operation?,
            previous,
            model: model.map(Arc::new),
            change,
            redundant,
            definition: Arc::new(definition?),
            vector_type: vector_type?,
            #[cfg(feature = "every-operation")]
            reduced: kept.reduced,
            #[cfg(feature = "every-operation")]
            load_rows,
            rows: rows?,
            non_zero,
            duplicates: duplicates?,
            maintenance_work_mem,
            workers,
            partition: None,
            tenants: None,
        })
    };
    let request = request();
    #[cfg(feature = "every-operation")]
    let requests = split::split(check, request, operation, target.pgvector);
    #[cfg(not(feature = "every-operation"))]
    let requests = request.into_iter().collect();
    (name, requests)
}

/// What the index keeps of each row.
#[derive(Default)]
struct Kept {
    vector_type: Option<VectorType>,
    operator_class: Option<&'static OperatorClass>,
    #[cfg(feature = "every-operation")]
    reduced: Option<Reduced>,
}

#[cfg_attr(
    not(feature = "every-operation"),
    allow(unused_variables, reason = "the browser's first build knows columns only")
)]
fn kept(
    check: &mut Check<'_>,
    spec: &IndexSpec,
    #[cfg_attr(not(feature = "every-operation"), expect(unused_variables, reason = "all is kept"))]
    key: &mut Key,
    pgvector: Option<PgvectorVersion>,
) -> Kept {
    #[cfg(feature = "every-operation")]
    if reduced::is_wanted(check) {
        let Some(it) = reduced::convert(check, key, pgvector) else { return Kept::default() };
        return Kept {
            vector_type: Some(it.vector_type()),
            operator_class: Some(it.operator_class()),
            reduced: Some(it),
        };
    }
    let (vector_type, operator_class) = vector::convert(check, spec, pgvector);
    Kept { vector_type, operator_class, ..Kept::default() }
}

fn rows(check: &mut Check<'_>, key: &Key) -> Option<Rows> {
    let value = check.required("rows", count_help(key))?;
    let text = value.to_string();
    match text.parse() {
        Ok(it) => Some(it),
        Err(error) => {
            let help = match error {
                RowsError::OutOfRange { .. } if text.trim_start().starts_with('-') => {
                    count_help(key)
                }
                RowsError::OutOfRange { .. } => {
                    "no index holds more; split the table into partitions, each with its own index"
                        .to_owned()
                }
                _ => "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`".to_owned(),
            };
            check.refuse("rows", error, help);
            None
        }
    }
}

/// The query that counts what the index will hold.
fn count_help(key: &Key) -> String {
    let what = key.key.as_ref().map_or_else(|| "embedding".to_owned(), ToString::to_string);
    let table = key.table.as_ref().map_or_else(|| "messages".to_owned(), ToString::to_string);
    match &key.predicate {
        Some(it) => format!("count them: SELECT count({what}) FROM {table} WHERE {it}"),
        None => format!("count them: SELECT count({what}) FROM {table}"),
    }
}

fn hnsw(check: &mut Check<'_>, spec: &IndexSpec) -> Option<Hnsw> {
    let m = match spec.m {
        Some(_) => check.whole("m").and_then(|it| M::new(it).ok()),
        None => Some(M::default()),
    };
    let ef_construction = match spec.ef_construction {
        Some(_) => check.whole("ef_construction").and_then(|it| EfConstruction::new(it).ok()),
        None => Some(EfConstruction::default()),
    };
    match Hnsw::new(m?, ef_construction?) {
        Ok(it) => Some(it),
        Err(error) => {
            let enough = 2 * error.m.get() + 1;
            // With exactly twice, which is accepted, duplicates are not merged.
            let few = (error.ef_construction.get().saturating_sub(1) / 2).max(M::INFO.min);
            let help =
                format!("write `ef_construction = {enough}` or more, or `m = {few}` or less");
            let place = spec.m.as_ref().and_then(|it| it.place.clone());
            check.refuse_at("ef_construction", place, error, help);
            None
        }
    }
}

fn non_zero(check: &mut Check<'_>, vector_type: Option<VectorType>) -> Option<u32> {
    let given = check.values.value("nnz").is_some();
    let vector_type = vector_type?;
    if vector_type.element() != ElementType::Sparsevec {
        if given {
            let message = format!("`nnz` is for sparsevec, but the type is {vector_type}");
            check.refuse("nnz", message, "leave `nnz` out");
        }
        return None;
    }
    if !given {
        let help = "write how many elements of an average row are not zero, as in `nnz = 120`";
        check.refuse("nnz", format!("`nnz` is missing for {vector_type}"), help);
        return None;
    }
    let number = check.whole("nnz")?;
    if vector_type.dimensions() < number {
        let max = vector_type.dimensions();
        let message =
            format!("`nnz` must be between 1 and {max} for {vector_type}, but is {number}");
        check.refuse("nnz", message, "a row has no more such elements than dimensions");
        return None;
    }
    Some(number)
}

fn duplicates(check: &mut Check<'_>) -> Option<f64> {
    if check.values.value("duplicates").is_none() {
        return Some(0.0);
    }
    share(check, "duplicates")
}

/// The share of `key`, from 0 to below 1.
pub(super) fn share(check: &mut Check<'_>, key: &str) -> Option<f64> {
    let value = check.value(key)?;
    let share = match &value.scalar {
        Scalar::Text(text) => match text.trim().strip_suffix('%') {
            Some(it) => decimal(it).map(|it| it / 100.0),
            None => decimal(text),
        },
        Scalar::Integer(it) => Some(*it as f64),
        Scalar::Float(it) => Some(*it),
        Scalar::Bool(_) => None,
    };
    let share = share.filter(|it| (0.0..1.0).contains(it));
    if share.is_none() {
        let message = format!("`{key}` must be at least 0 and below 1, but is {value}");
        check.refuse(key, message, "write a share such as `0.25` or `\"25%\"`");
    }
    share
}
