//! The few queries that one needs at night, for exactly this plan; short enough to type.

use std::fmt::Display;

use crate::{
    domain::{IndexKey, Literal},
    plan::{IndexRequest, Plan},
};

fn list(items: impl Iterator<Item = impl Display>) -> String {
    let mut items: Vec<_> = items.map(|it| it.to_string()).collect();
    items.dedup();
    items.join(",\n    ")
}

fn tables(plan: &Plan) -> String {
    let mut tables: Vec<_> = plan.definitions().map(|it| &it.table).collect();
    tables.sort();
    list(tables.into_iter().map(|it| format!("to_regclass({})", Literal(it))))
}

/// How far a running build is.
pub(super) fn progress(plan: &Plan) -> String {
    let rows = list(
        plan.request
            .indexes
            .iter()
            .map(|it| format!("({}, {})", Literal(&it.definition.table), it.rows.get().max(1))),
    );
    format!(
        "SELECT
    p.pid,
    p.relid::regclass AS \"table\",
    p.phase,
    p.tuples_done,
    round(100.0 * p.tuples_done / max(plan.n_rows)) AS percent,
    date_trunc('second', clock_timestamp() - a.query_start) AS running_for
FROM pg_stat_progress_create_index AS p
JOIN pg_stat_activity AS a ON a.pid = p.pid
JOIN (VALUES
    {rows}
) AS plan (table_name, n_rows) ON to_regclass(plan.table_name) = p.relid
GROUP BY p.pid, p.relid, p.phase, p.tuples_done, a.query_start;"
    )
}

/// Ends a running build on the plan's tables.
pub(super) fn cancel(plan: &Plan) -> String {
    format!(
        "SELECT pg_cancel_backend(pid)
FROM pg_stat_progress_create_index
WHERE relid IN (
    {}
);",
        tables(plan)
    )
}

/// What became of the plan's indexes.
pub(super) fn state(plan: &Plan) -> String {
    let names =
        list(plan.definitions().map(|it| format!("to_regclass({})", Literal(it.qualified_name()))));
    format!(
        "SELECT
    indexrelid::regclass AS index,
    indisvalid,
    indisready,
    pg_size_pretty(pg_relation_size(indexrelid)) AS size
FROM pg_index
WHERE indexrelid IN (
    {names}
);"
    )
}

/// A query that the index serves, explained.
pub(super) fn nearest(it: &IndexRequest) -> String {
    let definition = &it.definition;
    let mut filter = match &definition.key {
        IndexKey::Column(column) => format!("{column} IS NOT NULL"),
        IndexKey::Expression(expression) => format!("({expression}) IS NOT NULL"),
    };
    let mut condition = String::new();
    if let Some(predicate) = &definition.predicate {
        filter = format!("({predicate}) AND {filter}");
        condition = format!("WHERE ({predicate})\n");
    }
    format!(
        "EXPLAIN
SELECT ctid
FROM {table}
{condition}ORDER BY {key} {operator} (
    SELECT {key}
    FROM {table}
    WHERE {filter}
    LIMIT 1
)
LIMIT 10;",
        table = definition.table,
        key = definition.key,
        operator = it.metric().operator(),
    )
}
