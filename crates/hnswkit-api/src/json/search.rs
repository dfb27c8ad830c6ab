//! A search: the plan that PostgreSQL chooses for it, and the rows that come back.

use hnswkit_core::{
    estimate::{Search, Suggestion},
    plan::{IndexRequest, Plan},
};
use serde::Serialize;

use super::EstimateFigure;

/// The search with one index; it is there when the spec has a `[query]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexSearch {
    /// The name of the index, as the catalog has it.
    pub name: String,
    /// What the planner chooses: `index`, `sequential`, `parallel_sequential` or `filter_index`.
    pub access: String,
    /// The cost of a scan of the index, in the planner's units.
    pub index_cost: f64,
    /// The cost of reading and sorting the table.
    pub sequential_cost: f64,
    /// The cost of finding the rows that pass with a btree index; null without one.
    pub filter_index_cost: Option<f64>,
    /// From so many rows of the table on the index is taken; null when it never is.
    pub index_from_rows: Option<u64>,
    /// Up to this LIMIT it is taken; null when with none.
    pub index_up_to_limit: Option<u64>,
    /// It is taken as long as this share of the rows passes; null without conditions, or when it
    /// never is.
    pub index_from_selectivity: Option<f64>,
    /// Up to this `hnsw.ef_search` it is taken; null when with none.
    pub index_up_to_ef_search: Option<u32>,
    /// Rows of the index that a scan has to choose from.
    pub candidates: u64,
    /// What ends the scan: `ef_search`, `max_scan_tuples`, `scan_memory` or `all_rows`.
    pub ends: String,
    /// The mean number of rows that a scan of the index returns.
    pub returned_rows_mean: f64,
    /// Nineteen of twenty searches get at least so many.
    pub returned_rows_low: u64,
    /// The share of searches that get all rows that they ask for.
    pub complete_share: f64,
    /// Recall is not above this, whatever the vectors; what it is has to be measured.
    pub recall_high: f64,
    /// What can be said of recall without the data, and how to measure it.
    pub recall: String,
    /// What to set or do, what matters most first.
    pub suggestions: Vec<SearchSuggestion>,
    /// The numbers from which the planner's choice follows.
    pub parts: Vec<EstimateFigure>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
}

/// Something to set or do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchSuggestion {
    /// The setting; null when it is something else to do.
    pub setting: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// Why.
    pub why: String,
}

impl IndexSearch {
    /// The search with every index of a plan, in its order.
    pub(super) fn all(plan: &Plan) -> Vec<Self> {
        plan.searches().iter().map(|(index, it)| Self::new(index, it)).collect()
    }

    fn new(index: &IndexRequest, it: &Search) -> Self {
        Self {
            name: index.definition.name.as_str().to_owned(),
            access: it.access.id().to_owned(),
            index_cost: it.index_cost,
            sequential_cost: it.sequential_cost,
            filter_index_cost: it.filter_index_cost,
            index_from_rows: it.crossover.from_rows,
            index_up_to_limit: it.crossover.up_to_limit,
            index_from_selectivity: it.crossover.from_selectivity,
            index_up_to_ef_search: it.crossover.up_to_ef_search,
            candidates: it.returned.candidates,
            ends: it.returned.ends.id().to_owned(),
            returned_rows_mean: it.returned.mean,
            returned_rows_low: it.returned.low,
            complete_share: it.returned.complete,
            recall_high: it.returned.recall_high,
            recall: it.recall(),
            suggestions: it.suggestions.iter().map(SearchSuggestion::from).collect(),
            parts: EstimateFigure::list(&it.parts),
            assumptions: it.assumptions.clone(),
        }
    }
}

impl From<&Suggestion> for SearchSuggestion {
    fn from(it: &Suggestion) -> Self {
        let setting = it.setting.map(str::to_owned);
        Self { setting, value: it.value.clone(), why: it.why.clone() }
    }
}
