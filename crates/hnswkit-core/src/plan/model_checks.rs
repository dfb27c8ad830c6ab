//! Questions before a new embedding model is indexed or serves.

use std::fmt;

use super::{IndexRequest, change_model, model_findings};
use crate::{
    domain::{IndexDefinition, Literal, OperatorClass},
    sql::{ModelColumns, Side},
};

/// The columns, where both are there before the plan runs.
pub(super) fn columns(index: &IndexRequest) -> Option<ModelColumns> {
    let both = ["index", "switch"].iter().any(|it| model_findings::is(index, it));
    if both { change_model::columns(index) } else { None }
}

/// Whether the old type has the same operator.
pub(super) fn can_agree(columns: &ModelColumns, index: &IndexDefinition) -> bool {
    let metric = index.operator_class.metric;
    OperatorClass::find(columns.old_type.element(), metric).is_ok()
}

/// Counts the rows without an embedding.
pub(super) fn unfilled(f: &mut fmt::Formatter<'_>, it: &ModelColumns) -> fmt::Result {
    write!(
        f,
        "SELECT
    count(*) <= {allowed} AS ok,
    format('%s rows have no %s', count(*), {column}) AS detail
FROM {table}
WHERE {rows};",
        allowed = it.missing,
        column = Literal(&it.new),
        table = it.table,
        rows = it.missing_on(Side::New),
    )
}

/// Asks both columns for the neighbours of the same rows.
pub(super) fn agreement(
    f: &mut fmt::Formatter<'_>,
    it: &ModelColumns,
    index: &IndexDefinition,
) -> fmt::Result {
    let ModelColumns { table, old, new, predicate, .. } = it;
    let operator = index.operator_class.metric.operator();
    let only = |word| predicate.as_ref().map(|it| format!(" {word} ({it})")).unwrap_or_default();
    let (rows, more) = (only("WHERE"), only("AND"));
    write!(
        f,
        "SELECT
    NULL::boolean AS ok,
    format(
        'of 10 neighbours %s are the same with both models, on average of %s rows',
        round(avg(asked.common), 1),
        count(*)
    ) AS detail
FROM (
    SELECT (
        SELECT count(*)
        FROM (SELECT ctid AS place FROM {table}{rows} ORDER BY {old} {operator} it.asked_old LIMIT 10) AS before
        JOIN (SELECT ctid AS place FROM {table}{rows} ORDER BY {new} {operator} it.asked_new LIMIT 10) AS after USING (place)
    ) AS common
    FROM (
        SELECT {old} AS asked_old, {new} AS asked_new
        FROM {table}
        WHERE {old} IS NOT NULL AND {new} IS NOT NULL{more}
        LIMIT 20
    ) AS it
) AS asked;"
    )
}
