//! What the planner knows of a table and its index.

use super::{
    super::{layout::PAGE, parallel::heap, workload::Workload},
    query::SearchQuery,
};
use crate::domain::{Bytes, PgvectorVersion, Rows};

/// A table, its HNSW index and the conditions of a query, as ANALYZE lets the planner see them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    /// Rows of the table.
    pub(super) rows: f64,
    /// Pages of its main part; TOAST does not count.
    pub(super) pages: f64,
    /// Entries of the index: for one that is not partial, the planner takes the rows of the table.
    pub(super) entries: f64,
    /// Pages of the index.
    pub(super) index_pages: f64,
    /// The share of the entries that passes the conditions of the query.
    pub(super) share: f64,
    /// Operators of those conditions: one when there are any, for all that is known.
    pub(super) conditions: f64,
    /// Operators of the index's predicate, which the query repeats.
    pub(super) predicate: f64,
    /// Operators of a row's distance: one more when the key is an expression.
    pub(super) key: f64,
    /// `m` of the index.
    pub(super) m: f64,
    /// Whether pgvector reckons as it does since 0.8.0.
    pub(super) new_costs: bool,
    /// The major release of PostgreSQL.
    pub(super) postgres: u16,
}

impl Table {
    /// The table of an index of so many pages; `partial` and `expression` say what it is on.
    pub(super) fn new(
        it: &Workload,
        query: &SearchQuery,
        index_pages: u64,
        partial: bool,
        expression: bool,
    ) -> Self {
        let indexed = it.rows.get();
        let rows = query.table_rows.map_or(indexed, Rows::get).max(indexed).max(1);
        let bytes = query.table_bytes.unwrap_or_else(|| {
            heap(&Workload { rows: Rows::new(rows).unwrap_or(Rows::MAX), ..*it })
        });
        let flag = |it: bool| f64::from(u8::from(it));
        Self {
            rows: rows as f64,
            pages: pages(bytes),
            entries: if partial { indexed.max(1) as f64 } else { rows as f64 },
            index_pages: index_pages as f64,
            share: query.share(),
            conditions: flag(query.selectivity.is_some()),
            predicate: flag(partial),
            key: 1.0 + flag(expression),
            m: f64::from(it.hnsw.m().get()),
            // pgvector CHANGELOG.md, 0.8.0: "Improved cost estimation".
            new_costs: PgvectorVersion::new(0, 8, 0) <= it.pgvector,
            postgres: it.postgres.major,
        }
    }

    /// The rows that the planner expects to pass, at least 1.
    pub(super) fn passing(&self) -> f64 {
        whole(self.entries * self.share)
    }

    /// The same table with so many times the rows.
    pub(super) fn times(&self, factor: f64) -> Self {
        Self {
            rows: (self.rows * factor).max(1.0),
            pages: (self.pages * factor).ceil().max(1.0),
            entries: (self.entries * factor).max(1.0),
            // The meta page stays.
            index_pages: ((self.index_pages - 1.0) * factor).ceil().max(1.0) + 1.0,
            ..*self
        }
    }
}

/// A number of rows as the planner keeps it.
// PostgreSQL 18 src/backend/optimizer/path/costsize.c clamp_row_est.
pub(super) fn whole(rows: f64) -> f64 {
    rows.round_ties_even().max(1.0)
}

fn pages(bytes: Bytes) -> f64 {
    bytes.get().div_ceil(PAGE).max(1) as f64
}
