//! Tests the costs against those that servers have shown.

use super::{
    access::{Access, Asked, Plans},
    cost::{parallel, sequential, sorted},
    hnsw::scan,
    query::{PlannerSettings, SearchQuery},
    returned::memory_tuples,
    search,
    table::Table,
};
use crate::{
    domain::{Bytes, EfSearch, Hnsw, Metric},
    estimate::{Workload, estimate},
};

/// EXPLAIN of 214 queries on pgvector 0.5.1, 0.7.4 and 0.8.6: tables of 100 to 20,000 rows of 3 to
/// 1,536 dimensions, with the costs of both plans and the one that was chosen.
const PLANS: &str = include_str!("../measured/plans.csv");

struct Line<'a> {
    table: Table,
    asked: Asked,
    cells: Vec<&'a str>,
}

impl Line<'_> {
    fn number(&self, at: usize) -> f64 {
        self.cells[at].parse().unwrap()
    }
}

fn lines() -> impl Iterator<Item = Line<'static>> {
    PLANS.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let n = |at: usize| cells[at].parse::<f64>().unwrap();
        let table = Table {
            rows: n(2),
            pages: n(3),
            entries: n(2),
            index_pages: n(4),
            share: n(9) / n(2),
            conditions: n(10),
            predicate: 0.0,
            key: 1.0,
            m: n(5),
            new_costs: "0.8" <= cells[0],
            postgres: cells[1].parse().unwrap(),
        };
        let planner = PlannerSettings { random_page_cost: n(7), ..PlannerSettings::default() };
        let asked =
            Asked { offset: 0.0, limit: n(8), ef_search: n(6), filter_index: false, planner };
        Line { table, asked, cells }
    })
}

#[test]
fn costs_are_those_of_the_servers_to_the_cent() {
    for it in lines() {
        let Asked { ef_search, limit, planner, .. } = it.asked;
        let index = scan(&it.table, ef_search, &planner).cost;
        let sort = sorted(sequential(&it.table, &planner), limit, &planner).limited(0.0, limit);
        for (found, at) in [(index.startup, 11), (index.total, 12), (sort.total, 13)] {
            // EXPLAIN shows two digits.
            let expected = it.number(at);
            assert!((found - expected).abs() < 0.006 + 1e-9 * expected, "{found}: {:?}", it.cells);
        }
    }
}

#[test]
fn the_plan_is_the_one_that_was_chosen() {
    let mut wrong = vec![];
    for it in lines() {
        let found = match Plans::new(&it.table, &it.asked).chosen() {
            Access::Index => "index",
            _ => "sequential",
        };
        if found != it.cells[14] {
            wrong.push(it.cells);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn parallel_costs_are_those_of_the_servers() {
    // 300,000 rows on 2,206 pages, one worker: PostgreSQL 18.6 and 16.4.
    for (postgres, limit, startup, total) in [
        (18, 10.0, 9_225.37, 9_226.51),
        (18, 1_000.0, 15_087.61, 15_201.58),
        (16, 10.0, 9_225.37, 9_226.52),
        (16, 1_000.0, 15_087.61, 15_202.61),
    ] {
        let table = Table {
            rows: 300_000.0,
            pages: 2_206.0,
            entries: 300_000.0,
            index_pages: 1.0,
            share: 1.0,
            conditions: 0.0,
            predicate: 0.0,
            key: 1.0,
            m: 16.0,
            new_costs: true,
            postgres,
        };
        let [merged, _] = parallel(&table, limit, &PlannerSettings::default()).unwrap();
        let found = merged.limited(0.0, limit);
        assert!((found.startup - startup).abs() < 0.006, "{postgres}: {found:?}");
        assert!((found.total - total).abs() < 0.006, "{postgres}: {found:?}");
    }
}

/// Rows between which EXPLAIN showed the index for the first time, for dimensions; then with
/// `random_page_cost = 1.1`, with `hnsw.ef_search = 200`, and with LIMIT 100.
// Measured on tables of a key and the vector of 50 to 8,000 rows; 0 is below all, 8,000 above.
type Bounds = [(u64, u64); 4];
const NEW: &[(u32, Bounds)] = &[
    (128, [(1_200, 2_000), (400, 600), (5_000, 10_000), (2_000, 5_000)]),
    (384, [(1_000, 2_000), (400, 600), (5_000, 10_000), (2_000, 5_000)]),
    (768, [(600, 800), (600, 800), (3_000, 5_000), (3_000, 5_000)]),
    (1_536, [(1_200, 2_000), (600, 800), (3_000, 5_000), (5_000, 8_000)]),
];
const OLD: &[(u32, [(u64, u64); 2])] = &[
    (128, [(200, 300), (50, 100)]),
    (384, [(200, 300), (50, 100)]),
    (768, [(3_000, 5_000), (800, 1_200)]),
    (1_536, [(5_000, 8_000), (1_200, 2_000)]),
];

#[track_caller]
fn flips(dimensions: u32, pgvector: &str, postgres: &str, query: &SearchQuery, at: (u64, u64)) {
    let workload = Workload {
        vector_type: format!("vector({dimensions})").parse().unwrap(),
        stored: None,
        non_zero: 1,
        metric: Metric::Cosine,
        hnsw: Hnsw::default(),
        rows: "10k".parse().unwrap(),
        duplicates: 0.0,
        pgvector: pgvector.parse().unwrap(),
        postgres: postgres.parse().unwrap(),
        ram: None,
        maintenance_work_mem: None,
        workers: Some(0),
    };
    let built = estimate(&workload).unwrap();
    let found = search(&workload, &built, query, false, false).crossover.from_rows.unwrap();
    // The crossover is found to 2 %.
    let bounds = at.0 * 98 / 100..=at.1 * 102 / 100;
    assert!(bounds.contains(&found), "{dimensions} {pgvector}: {found}, not {at:?}");
}

#[test]
fn the_index_is_taken_from_as_many_rows_on_as_was_measured() {
    let default = SearchQuery::default();
    let ssd = PlannerSettings { random_page_cost: 1.1, ..PlannerSettings::default() };
    let ssd = SearchQuery { planner: ssd, ..default };
    let wide = SearchQuery { ef_search: EfSearch::new(200).unwrap(), ..default };
    let hundred = SearchQuery { limit: 100, ..default };
    for (dimensions, at) in NEW {
        for (query, at) in [default, ssd, wide, hundred].iter().zip(at) {
            flips(*dimensions, "0.8.6", "18", query, *at);
        }
    }
    for (dimensions, at) in OLD {
        for (query, at) in [default, ssd].iter().zip(at) {
            flips(*dimensions, "0.7.4", "15", query, *at);
        }
    }
}

#[test]
fn memory_ends_iterative_scans_where_it_was_measured() {
    // 20,000 rows of 16 dimensions with m = 16, pgvector 0.8.6 on PostgreSQL 18: `work_mem`,
    // `hnsw.ef_search`, and the tuples that came back in relaxed order.
    for (kilobytes, ef_search, found) in
        [(512, 40, 1_452.0), (1_024, 40, 4_152.0), (2_048, 40, 10_257.0), (2_048, 200, 10_252.0)]
    {
        let workload = Workload {
            vector_type: "vector(16)".parse().unwrap(),
            stored: None,
            non_zero: 1,
            metric: Metric::L2,
            hnsw: Hnsw::default(),
            rows: "20k".parse().unwrap(),
            duplicates: 0.0,
            pgvector: "0.8.6".parse().unwrap(),
            postgres: "18".parse().unwrap(),
            ram: None,
            maintenance_work_mem: None,
            workers: None,
        };
        let ef_search = EfSearch::new(ef_search).unwrap();
        let query = SearchQuery { ef_search, ..SearchQuery::default() };
        let bytes = Bytes(kilobytes << 10).get() as f64;
        let said = memory_tuples(&workload, &query, bytes);
        assert!((0.8..=1.0).contains(&(said / found)), "{kilobytes} kB: {said}, not {found}");
    }
}
