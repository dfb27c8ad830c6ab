//! What becomes of searches: the plan that is chosen, and the rows that come back.

mod plans;
mod rows;

use anyhow::{Context, Result};
use hnswkit_core::{
    domain::{
        EfConstruction, ElementType, Hnsw, M, Metric, OperatorClass, PostgresVersion, Rows,
        VectorType,
    },
    estimate::{Estimate, Search, SearchQuery, Workload, estimate, search},
};
use hnswkit_tests::{Database, Element, Server, Session, Test, Version, fill_vectors};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "plans_are_those_of_explain",
        since: Version::OLDEST,
        run: plans::plans_are_those_of_explain,
    },
    Test {
        name: "as_many_rows_come_back",
        since: Version::OLDEST,
        run: rows::as_many_rows_come_back,
    },
    Test {
        name: "iterative_scans_return_at_least_as_many",
        since: Version::new(0, 8, 0),
        run: rows::iterative_scans_return_at_least_as_many,
    },
    Test {
        name: "what_is_suggested_helps",
        since: Version::OLDEST,
        run: rows::what_is_suggested_helps,
    },
];

/// The shares of the rows that a condition leaves, each with its column: `c100 = 5`.
const SHARES: &[(u32, f64)] = &[(2, 0.5), (10, 0.1), (100, 0.01), (1_000, 0.001)];

/// A table with an index.
struct Built {
    session: Session,
    workload: Workload,
    estimate: Estimate,
}

/// A table of random vectors with columns to search by, its index, and its statistics.
///
/// With `null_every` each such row has no vector.
fn build(
    database: &Database,
    server: &Server,
    element: Element,
    m: u32,
    rows: u32,
    null_every: Option<u32>,
) -> Result<Built> {
    let mut session = database.connect()?;
    let columns: String = SHARES
        .iter()
        .map(|(n, _)| format!("c{n} int DEFAULT (random() * 1e6)::int % {n}, "))
        .collect();
    session.batch_execute(&format!(
        "DROP TABLE IF EXISTS items;
         CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY, {columns} v {element})"
    ))?;
    fill_vectors(&mut session, "items", "v", element, rows, null_every)?;
    let vector_type: VectorType = element.to_string().parse()?;
    let metric = metric(vector_type.element());
    let class = OperatorClass::find(vector_type.element(), metric)?.name;
    session.batch_execute(&format!(
        "SET max_parallel_maintenance_workers = 0;
         CREATE INDEX items_v ON items USING hnsw (v {class}) WITH (m = {m}, ef_construction = {});
         ANALYZE items",
        2 * m
    ))?;
    let indexed = u64::from(rows - null_every.map_or(0, |it| rows / it));
    let workload = Workload {
        vector_type,
        stored: None,
        non_zero: 1,
        metric,
        hnsw: Hnsw::new(M::new(m)?, EfConstruction::new(2 * m)?)?,
        rows: Rows::new(indexed)?,
        duplicates: 0.0,
        pgvector: server.pgvector.to_string().parse()?,
        postgres: PostgresVersion { major: u16::try_from(server.postgres_major)?, minor: None },
        ram: None,
        maintenance_work_mem: None,
        workers: Some(0),
    };
    let estimate = estimate(&workload).with_context(|| format!("{workload:?}"))?;
    Ok(Built { session, workload, estimate })
}

fn metric(element: ElementType) -> Metric {
    if element == ElementType::Bit { Metric::Hamming } else { Metric::L2 }
}

impl Built {
    /// What is said of the search.
    fn said(&self, query: &SearchQuery) -> Search {
        search(&self.workload, &self.estimate, query, false, false)
    }
}
