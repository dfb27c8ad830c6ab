//! The answer: the plan of a search, and the rows that come back.

use super::{
    super::{answer::Estimate, figure::Figure, workload::Workload},
    access::{Access, Asked, Plans},
    crossover::Crossover,
    hnsw::scan,
    parts::of,
    query::SearchQuery,
    returned::Returned,
    suggest::{self, Suggestion},
    table::Table,
};

/// What becomes of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// The plan that PostgreSQL chooses, if the table has been analyzed.
    pub access: Access,
    /// The cost of a scan of the index, in the planner's units.
    pub index_cost: f64,
    /// The cost of reading and sorting the table, with workers where that is cheaper.
    pub sequential_cost: f64,
    /// The cost of finding the rows that pass with a btree index, when there is one.
    pub filter_index_cost: Option<f64>,
    /// How far from here the index is taken.
    pub crossover: Crossover,
    /// What a scan of the index returns, whether the planner chooses it or not.
    pub returned: Returned,
    /// What to set, what matters most first.
    pub suggestions: Vec<Suggestion>,
    /// The numbers from which the choice follows.
    pub parts: Vec<Figure>,
    /// What was taken for granted, as sentences without a full stop.
    pub assumptions: Vec<String>,
}

/// What becomes of a search with the index that was estimated.
///
/// `partial` says that the index has a predicate, which the query repeats; `expression` that its
/// key is one.
pub fn search(
    it: &Workload,
    built: &Estimate,
    query: &SearchQuery,
    partial: bool,
    expression: bool,
) -> Search {
    let table = Table::new(it, query, built.pages, partial, expression);
    let asked = Asked {
        offset: query.offset as f64,
        limit: query.limit as f64,
        ef_search: f64::from(query.ef_search.get()),
        filter_index: query.filter_index,
        planner: query.planner,
    };
    let plans = Plans::new(&table, &asked);
    let crossover = Crossover::new(&table, &asked);
    let returned = Returned::new(it, query);
    let scan = scan(&table, asked.ef_search, &asked.planner);
    Search {
        access: plans.chosen(),
        index_cost: plans.index.total,
        sequential_cost: plans
            .parallel
            .filter(|it| it.beats(&plans.sequential))
            .unwrap_or(plans.sequential)
            .total,
        filter_index_cost: plans.filter_index.map(|it| it.total),
        crossover,
        returned,
        suggestions: suggest::all(it, query, &returned, &table, &asked, &crossover),
        parts: of(&table, query, &scan, &plans),
        assumptions: assumptions(query),
    }
}

impl Search {
    /// What can be said of recall without the data, and how to measure it.
    pub fn recall(&self) -> String {
        let measure = "hnswkit monitor --id recall-by-ef-search measures it";
        let high = self.returned.recall_high;
        let most = if high < 0.995 {
            // Never more than there is.
            let percent = (high * 1_000.0 + 1e-6).floor() / 10.0;
            format!("at most {percent} % of the right rows come back, as a scan ends before; ")
        } else {
            String::new()
        };
        match self.access {
            Access::Index => format!("{most}how many do depends on your vectors; {measure}"),
            _ => format!(
                "this plan is exact; with the index {most}how many come back depends on your \
                 vectors; {measure}"
            ),
        }
    }
}

fn assumptions(query: &SearchQuery) -> Vec<String> {
    let mut list = vec![
        "search: the table was analyzed, and the query orders by the operator of the index alone"
            .to_owned(),
    ];
    if query.table_bytes.is_none() {
        list.push(
            "search: the table has a key and the vector; table_size tells what it has".to_owned(),
        );
    }
    if query.selectivity.is_some() {
        list.push(
            "search: rows that pass are as frequent near the query as far from it, and the \
             planner knows their share"
                .to_owned(),
        );
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{EfConstruction, EfSearch, Hnsw, M, Metric, Rows},
        estimate::{IterativeScan, estimate},
    };

    fn workload(vector_type: &str, rows: u64, m: u32, pgvector: &str) -> Workload {
        let ef_construction = EfConstruction::new(2 * m + 1).unwrap();
        Workload {
            vector_type: vector_type.parse().unwrap(),
            stored: None,
            non_zero: 10,
            metric: Metric::L2,
            hnsw: Hnsw::new(M::new(m).unwrap(), ef_construction).unwrap(),
            rows: Rows::new(rows).unwrap(),
            duplicates: 0.0,
            pgvector: pgvector.parse().unwrap(),
            postgres: "17".parse().unwrap(),
            ram: None,
            maintenance_work_mem: None,
            workers: None,
        }
    }

    fn ask(it: &Workload, query: &SearchQuery) -> Search {
        search(it, &estimate(it).unwrap(), query, query.offset == 7, query.limit == 1)
    }

    #[test]
    fn every_answer_makes_sense() {
        let default = SearchQuery::default();
        for (vector_type, pgvector) in
            [("vector(3)", "0.5.1"), ("vector(2000)", "0.8.6"), ("sparsevec(10)", "0.8.0")]
        {
            for (rows, m) in [(0, 2), (1, 16), (777, 100), (1_000_000, 16), (3_000_000_000, 2)] {
                let it = workload(vector_type, rows, m, pgvector);
                for selectivity in [None, Some(0.3), Some(1e-9)] {
                    for (limit, offset, scan) in [
                        (1, 0, IterativeScan::Off),
                        (10, 7, IterativeScan::RelaxedOrder),
                        (4_000_000_000, 5, IterativeScan::StrictOrder),
                    ] {
                        let filter_index = limit == 1;
                        let query = SearchQuery {
                            limit,
                            offset,
                            selectivity,
                            filter_index,
                            iterative_scan: scan,
                            ..default
                        };
                        let found = ask(&it, &query);
                        let what = format!("{it:?} {query:?} {found:?}");
                        let Returned { mean, low, complete, recall_high, .. } = found.returned;
                        assert!((0.0..=1.0).contains(&complete), "{what}");
                        assert!((0.0..=1.0).contains(&recall_high), "{what}");
                        assert!(-1e-6 <= mean && mean <= limit as f64 + 1e-6, "{what}");
                        assert!(low <= limit, "{what}");
                        assert!(found.parts.iter().all(|it| it.low.is_finite()), "{what}");
                        assert!(found.suggestions.iter().all(|it| !it.why.is_empty()), "{what}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_filter_of_one_in_a_hundred_leaves_hardly_any_row() {
        let query = SearchQuery { selectivity: Some(0.01), ..SearchQuery::default() };
        let found = ask(&workload("vector(768)", 100_000, 16, "0.8.6"), &query);
        assert!((found.returned.mean - 0.4).abs() < 0.001, "{found:?}");
        assert!(found.recall().starts_with("this plan is exact; with the index at most 4 %"));
        let settings: Vec<_> = found.suggestions.iter().filter_map(|it| it.setting).collect();
        assert_eq!(settings, ["hnsw.iterative_scan"]);
        // Before 0.8 no setting helps, and the planner takes the index all the same.
        let old = ask(&workload("vector(768)", 100_000, 16, "0.7.4"), &query);
        assert_eq!((old.access, old.suggestions[0].setting), (Access::Index, None));
    }

    #[test]
    fn a_wider_search_can_take_the_index_away() {
        let it = workload("vector(3)", 2_000, 16, "0.8.6");
        let with = |ef_search: u32| {
            let ef_search = EfSearch::new(ef_search).unwrap();
            ask(&it, &SearchQuery { ef_search, ..SearchQuery::default() })
        };
        assert_eq!(with(40).access, Access::Index);
        assert_eq!(with(200).access, Access::Sequential);
        let up_to = with(40).crossover.up_to_ef_search.unwrap();
        assert_eq!(with(up_to).access, Access::Index);
        assert_ne!(with(up_to + up_to / 20).access, Access::Index);
    }
}
