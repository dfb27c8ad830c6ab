//! How PostgreSQL gets at the rows.

use super::{
    cost::{Cost, by_filter_index, parallel, sequential, sorted},
    hnsw::scan,
    query::PlannerSettings,
    table::Table,
};

/// The way that a plan takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A scan of the HNSW index.
    Index,
    /// Reading the whole table and sorting it.
    Sequential,
    /// The same, with workers.
    ParallelSequential,
    /// Finding the rows that pass with a btree index, and sorting them.
    FilterIndex,
}

/// A query as the planner sees it: what it asks for, and with which settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) offset: f64,
    pub(super) limit: f64,
    pub(super) ef_search: f64,
    pub(super) filter_index: bool,
    pub(super) planner: PlannerSettings,
}

/// The cheapest plan of each way, its LIMIT included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plans {
    pub(super) index: Cost,
    pub(super) sequential: Cost,
    pub(super) parallel: Option<Cost>,
    pub(super) filter_index: Option<Cost>,
}

impl Access {
    /// The id, as JSON has it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Sequential => "sequential",
            Self::ParallelSequential => "parallel_sequential",
            Self::FilterIndex => "filter_index",
        }
    }

    /// What EXPLAIN shows.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Index => "Index Scan",
            Self::Sequential => "Seq Scan and Sort",
            Self::ParallelSequential => "Parallel Seq Scan and Sort",
            Self::FilterIndex => "the index of the filter and Sort",
        }
    }
}

impl Plans {
    /// What each way costs.
    pub(super) fn new(it: &Table, asked: &Asked) -> Self {
        let settings = &asked.planner;
        let wanted = asked.offset + asked.limit;
        let limited = |cost: Cost| cost.limited(asked.offset, asked.limit);
        let sort = |cost: Cost| limited(sorted(cost, wanted, settings));
        let cheaper = |[one, two]: [Cost; 2]| if two.beats(&one) { two } else { one };
        let filter_index = asked.filter_index && 0.0 < it.conditions;
        Self {
            index: limited(scan(it, asked.ef_search, settings).cost),
            sequential: sort(sequential(it, settings)),
            parallel: parallel(it, wanted, settings).map(|it| cheaper(it.map(limited))),
            filter_index: filter_index.then(|| cheaper(by_filter_index(it, settings).map(sort))),
        }
    }

    /// Whether [`Plans::chosen`] would say the index; no more is reckoned than that takes.
    pub(super) fn take_the_index(it: &Table, asked: &Asked) -> bool {
        let settings = &asked.planner;
        let wanted = asked.offset + asked.limit;
        let limited = |cost: Cost| cost.limited(asked.offset, asked.limit);
        let index = limited(scan(it, asked.ef_search, settings).cost);
        let sort = |cost: Cost| limited(sorted(cost, wanted, settings));
        if sort(sequential(it, settings)).beats(&index) {
            return false;
        }
        let beaten = |plans: [Cost; 2]| plans.iter().any(|it| it.beats(&index));
        let filter_index = asked.filter_index && 0.0 < it.conditions;
        let by_workers = parallel(it, wanted, settings).is_some_and(|it| beaten(it.map(limited)));
        let by_filter = || filter_index && beaten(by_filter_index(it, settings).map(sort));
        !by_workers && !by_filter()
    }

    /// The way that is taken.
    pub(super) fn chosen(&self) -> Access {
        let mut best = (Access::Index, self.index);
        let others = [
            (Access::Sequential, Some(self.sequential)),
            (Access::ParallelSequential, self.parallel),
            (Access::FilterIndex, self.filter_index),
        ];
        for (access, cost) in others {
            if let Some(cost) = cost.filter(|it| it.beats(&best.1)) {
                best = (access, cost);
            }
        }
        best.0
    }
}
