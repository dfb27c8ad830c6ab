//! Columns, and the index that each could have.

use hnswkit_core::{
    domain::{ElementType, Identifier, Metric, OperatorClass, QualifiedName},
    plan::default_index_name,
};

use super::{
    catalog::{Column, Index, Note, Table, Vector},
    indexes, names,
    queries::Metrics,
};
use crate::{json::ImportAssumption, spec::IndexSpec};

/// No schema says how many rows there are.
pub(super) const DEFAULT_ROWS: &str = "100k";
/// Nor how many elements of a sparse vector are not zero.
pub(super) const DEFAULT_NON_ZERO: i64 = 100;

/// A section of the spec and what is assumed in it, or why there is none.
pub(super) enum Outcome {
    /// An index is planned.
    Planned(Box<IndexSpec>, Vec<ImportAssumption>),
    /// It has one, or a partition or its parent will.
    Not,
}

/// What is planned for a column whose section would be number `n`.
pub(super) fn plan(
    table: &Table,
    column: &Column,
    on_table: &[&Index],
    metrics: &Metrics,
    n: usize,
    notes: &mut Vec<Note>,
) -> Outcome {
    let mut note = |message: String, help: String| {
        let span = column.span.clone();
        notes.push(Note { message, help, span });
    };
    let what = format!("`{}.{}`", names::table_sql(&table.named), names::sql(&column.name));
    let hnsw = on_table.iter().filter(|it| it.method == "hnsw");
    let mut hnsw = hnsw.filter(|it| indexes::is_on(it, &column.name));
    let first = hnsw.next();
    if first.is_some_and(|it| it.valid != Some(false)) || hnsw.any(|it| it.valid != Some(false)) {
        return Outcome::Not;
    }
    if let Some(broken) = first {
        let name = broken.name.as_deref().unwrap_or_default();
        note(
            format!("the index `{name}` is INVALID: no query uses it"),
            "it is planned again: the migration removes what is left of it and builds it"
                .to_owned(),
        );
        return match indexes::section(broken, Some(table)) {
            Some(it) => {
                let assumed = vec![rows(&it, table, column, n)];
                Outcome::Planned(Box::new(it), assumed)
            }
            None => Outcome::Not,
        };
    }
    if table.has_no_indexes {
        note(
            format!("{what} is in a view or a foreign table, which can have no index"),
            "index the table behind it".to_owned(),
        );
        return Outcome::Not;
    }
    if table.partitioned {
        note(
            format!("`{}` is partitioned: its index is the sum of those of its partitions", names::table_sql(&table.named)),
            "plan the index of each partition, then attach it to one on the parent; paste the partitions, too".to_owned(),
        );
        return Outcome::Not;
    }
    let Some(mut section) = names(table, column) else {
        note(
            format!("{what} has a name that cannot be written into a migration"),
            "a name has 1 to 63 bytes and no control characters".to_owned(),
        );
        return Outcome::Not;
    };
    match vector(&mut section, column, &what) {
        Fits::Column => {}
        Fits::Cast(message, help) => {
            // A name that is made from an expression does not have the column in it.
            section.name = name(table, column).map(|it| it.as_str().into());
            note(message, help);
        }
        Fits::Not(message, help) => {
            note(message, help);
            return Outcome::Not;
        }
    }
    let mut assumed = vec![metric(&mut section, column, on_table, metrics, n)];
    section.rows = Some(DEFAULT_ROWS.into());
    assumed.push(Some(rows(&section, table, column, n)));
    if column.vector.element == ElementType::Sparsevec {
        let most = column.vector.dimensions.unwrap_or(1).clamp(1, DEFAULT_NON_ZERO as u64) as i64;
        section.nnz = Some(most.into());
        assumed.push(Some(ImportAssumption {
            field: format!("index[{n}].nnz"),
            value: most.to_string(),
            why: "elements of an average row that are not zero".to_owned(),
        }));
    }
    Outcome::Planned(Box::new(section), assumed.into_iter().flatten().collect())
}

/// A section with the names alone.
fn names(table: &Table, column: &Column) -> Option<IndexSpec> {
    Some(IndexSpec {
        table: Some(names::table(&table.named)?.as_str().into()),
        column: Some(names::part(&column.name)?.as_str().into()),
        ..IndexSpec::default()
    })
}

/// The name of an index on the column itself.
fn name(table: &Table, column: &Column) -> Option<String> {
    let name = Identifier::new(table.named.name.as_str()).ok()?;
    let column = Identifier::new(column.name.as_str()).ok()?;
    let name = default_index_name(&QualifiedName { schema: None, name }, Some(&column));
    names::part(name.as_str())
}

/// Whether an index can hold the column.
enum Fits {
    /// As it is.
    Column,
    /// As an expression, with what to know about it.
    Cast(String, String),
    /// Not at all, and why.
    Not(String, String),
}

/// Sets type, and expression in place of the column where it takes one.
fn vector(section: &mut IndexSpec, column: &Column, what: &str) -> Fits {
    let Vector { element, dimensions } = column.vector;
    let Some(n) = dimensions else {
        return Fits::Not(
            format!("{what} has no dimensions, so an index on it is refused"),
            format!(
                "give the column its type, as in `ALTER COLUMN {} TYPE {element}(1536)`, or index a cast",
                names::sql(&column.name)
            ),
        );
    };
    let most = |it: ElementType| u64::from(it.max_indexed_dimensions());
    if (1..=most(element)).contains(&n) {
        section.vector_type = Some(column.vector.to_string().as_str().into());
        return Fits::Column;
    }
    let name = names::sql(&column.name);
    let (expression, cast) = match element {
        ElementType::Vector if n <= most(ElementType::Halfvec) && 0 < n => {
            (format!("{name}::halfvec({n})"), format!("halfvec({n})"))
        }
        ElementType::Vector | ElementType::Halfvec if n <= most(ElementType::Bit) && 0 < n => {
            (format!("binary_quantize({name})::bit({n})"), format!("bit({n})"))
        }
        _ => {
            return Fits::Not(
                format!(
                    "{what} has {n} dimensions, but an index on {element} holds 1 to {}",
                    most(element)
                ),
                "index a part of each vector, by an expression".to_owned(),
            );
        }
    };
    section.column = None;
    section.vector_type = Some(cast.as_str().into());
    section.expression = Some(expression.as_str().into());
    Fits::Cast(
        format!(
            "{what} has {n} dimensions, but an index on {element} holds at most {}",
            most(element)
        ),
        format!(
            "the index is planned on `{expression}`, which needs pgvector 0.7.0; queries have to use the same expression"
        ),
    )
}

/// Sets the metric; says when nothing but habit speaks for it.
fn metric(
    section: &mut IndexSpec,
    column: &Column,
    on_table: &[&Index],
    metrics: &Metrics,
    n: usize,
) -> Option<ImportAssumption> {
    let is_bit = section.vector_type.as_ref().is_some_and(|it| it.to_string().starts_with("bit"));
    let known = indexes::metric_of_other(on_table, column.vector, &column.name)
        .or_else(|| metric_of_queries(metrics, column));
    if let Some(it) = known.filter(|_| !is_bit || column.vector.element == ElementType::Bit) {
        section.metric = Some(it.into());
        return None;
    }
    let metric = if is_bit { Metric::Hamming } else { Metric::Cosine };
    section.metric = Some(metric.name().into());
    Some(ImportAssumption {
        field: format!("index[{n}].metric"),
        value: metric.name().to_owned(),
        why: format!("queries order by `{}`", metric.operator()),
    })
}

/// The metric of queries, when all that compare a column of the name use the same.
fn metric_of_queries(metrics: &Metrics, column: &Column) -> Option<&'static str> {
    let mut used = metrics.get(&column.name)?.iter();
    let (Some(one), None) = (used.next(), used.next()) else { return None };
    let mut of_type = OperatorClass::metrics(column.vector.element);
    of_type.any(|it| it.name() == *one).then_some(one)
}

fn rows(section: &IndexSpec, table: &Table, column: &Column, n: usize) -> ImportAssumption {
    let counted = names::sql(&column.name);
    let mut query = format!("SELECT count({counted}) FROM {}", names::table_sql(&table.named));
    if let Some(it) = &section.predicate {
        query.push_str(&format!(" WHERE {it}"));
    }
    ImportAssumption {
        field: format!("index[{n}].rows"),
        value: DEFAULT_ROWS.to_owned(),
        why: query,
    }
}
