//! Queries that an index serves.

use crate::{domain::IndexKey, plan::IndexRequest, sql::SearchSetting};

/// More candidates than a `LIMIT` of 100 takes.
pub(in crate::runbook) const MORE: &[SearchSetting] = &[SearchSetting::EfSearch(200)];
/// On and on until there are enough; the second is the default.
pub(in crate::runbook) const ITERATIVE: &[SearchSetting] =
    &[SearchSetting::IterativeScan, SearchSetting::MaxScanTuples(20_000)];

/// The index as a query sees it.
struct Searched<'a> {
    index: &'a IndexRequest,
    /// Which rows are in the index, as a condition.
    filter: String,
    /// `WHERE` of a query that a partial index serves, with its line break; else nothing.
    condition: String,
}

impl<'a> Searched<'a> {
    fn new(index: &'a IndexRequest) -> Self {
        let definition = &index.definition;
        let mut filter = match &definition.key {
            IndexKey::Column(column) => format!("{column} IS NOT NULL"),
            IndexKey::Expression(expression) => format!("({expression}) IS NOT NULL"),
        };
        let mut condition = String::new();
        if let Some(predicate) = &definition.predicate {
            filter = format!("({predicate}) AND {filter}");
            condition = format!("WHERE ({predicate})\n");
        }
        Self { index, filter, condition }
    }

    /// The rows nearest to that of some row; `columns` of them.
    fn nearest(&self, columns: &str, limit: u32) -> String {
        let definition = &self.index.definition;
        format!(
            "SELECT {columns}
FROM {table}
{condition}ORDER BY {key} {operator} (
    SELECT {key}
    FROM {table}
    WHERE {filter}
    LIMIT 1
)
LIMIT {limit}",
            table = definition.table,
            condition = self.condition,
            key = definition.key,
            operator = self.index.metric().operator(),
            filter = self.filter,
        )
    }
}

/// Settings that end with the transaction, and what runs under them.
fn under(settings: &[SearchSetting], sql: &str) -> String {
    let mut out = "BEGIN;\n".to_owned();
    for it in settings {
        out.push_str(&format!("{it}\n"));
    }
    out.push_str(sql);
    out.push_str("\nROLLBACK;");
    out
}

/// How the planner answers a query that the index serves.
pub(in crate::runbook) fn explain(it: &IndexRequest) -> String {
    format!("EXPLAIN\n{};", Searched::new(it).nearest("ctid", 10))
}

/// The same, when the index is all that is left.
pub(in crate::runbook) fn explain_forced(it: &IndexRequest) -> String {
    under(&[SearchSetting::NoSequentialScan, SearchSetting::NoSort], &explain(it))
}

/// The query to write.
pub(in crate::runbook) fn model(it: &IndexRequest) -> String {
    #[cfg(feature = "every-operation")]
    if it.reduced.is_some() {
        let words: Vec<_> = it.search().to_string().split_whitespace().map(str::to_owned).collect();
        return words.join(" ").trim_end_matches(';').to_owned();
    }
    let searched = Searched::new(it);
    let definition = &it.definition;
    format!(
        "SELECT * FROM {table} {condition}ORDER BY {key} {operator} $1 LIMIT 10",
        table = definition.table,
        condition = searched.condition.replace('\n', " "),
        key = definition.key,
        operator = it.metric().operator(),
    )
}

/// So many rows come back of `limit`, through the index.
pub(in crate::runbook) fn count(
    it: &IndexRequest,
    limit: u32,
    settings: &[SearchSetting],
) -> String {
    let nearest = Searched::new(it).nearest("ctid", limit).replace('\n', "\n    ");
    let all = [&[SearchSetting::NoSequentialScan, SearchSetting::NoSort], settings].concat();
    under(&all, &format!("SELECT count(*) AS rows\nFROM (\n    {nearest}\n) AS found;"))
}

/// The share of the ten nearest rows that the index finds, over twenty of the rows.
///
/// Of an index that keeps less than the vector: that its query finds, by the full vectors.
pub(in crate::runbook) fn recall(it: &IndexRequest, ef_search: u32) -> String {
    let Searched { filter, condition, .. } = Searched::new(it);
    let definition = &it.definition;
    let (table, key, operator) = (&definition.table, &definition.key, it.metric().operator());
    #[cfg_attr(not(feature = "every-operation"), expect(unused_mut, reason = "nothing is reduced"))]
    let mut by_index = format!(
        "SELECT {key} {operator} q.vector AS distance
FROM {table}
{condition}ORDER BY {key} {operator} q.vector
LIMIT 10"
    );
    #[cfg_attr(not(feature = "every-operation"), expect(unused_mut, reason = "nothing is reduced"))]
    let mut exact = (key.to_string(), operator);
    #[cfg(feature = "every-operation")]
    if let Some(reduced) = &it.reduced {
        let (column, metric) = (reduced.column(), reduced.metric().operator());
        let vector = reduced.of(&"q.vector");
        let limit = it.search().candidates().unwrap_or(10);
        by_index = format!(
            "SELECT {column} {metric} q.vector AS distance
FROM (
    SELECT {column}
    FROM {table}
    {condition}ORDER BY {key} {operator} {vector}
    LIMIT {limit}
) AS candidates
ORDER BY distance
LIMIT 10",
            condition = condition.replace('\n', "\n    "),
        );
        exact = (column.to_string(), metric);
    }
    let (value, operator) = exact;
    let by_index = by_index.replace('\n', "\n        ");
    let sql = format!(
        "SELECT round(avg(r.found) / 10, 3) AS recall
FROM (
    SELECT {value} AS vector
    FROM {table}
    WHERE {filter}
    ORDER BY random()
    LIMIT 20
) AS q
CROSS JOIN LATERAL (
    SELECT count(*) AS found
    FROM (
        {by_index}
    ) AS by_index
    WHERE by_index.distance <= (
        SELECT max(distance)
        FROM (
            SELECT {value} {operator} q.vector AS distance
            FROM {table}
            WHERE {filter}
            ORDER BY ({value} {operator} q.vector) + 0
            LIMIT 10
        ) AS exact
    )
) AS r;"
    );
    let ef_search = it.search().candidates().unwrap_or(ef_search);
    under(&[SearchSetting::NoSequentialScan, SearchSetting::EfSearch(ef_search)], &sql)
}
