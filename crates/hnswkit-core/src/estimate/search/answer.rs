//! The answer: the plan of a search, and the rows that come back.

use super::{
    super::{answer::Estimate, workload::Workload},
    access::{Access, Asked, Plans},
    crossover::Crossover,
    hnsw::scan,
    parts::{Figure, of},
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
            let percent = (high * 1_000.0).floor() / 10.0;
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
