//! Tests the costs against those that servers have shown.

use super::{
    access::{Access, Asked, Plans},
    cost::{sequential, sorted},
    hnsw::scan,
    query::PlannerSettings,
    table::Table,
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
