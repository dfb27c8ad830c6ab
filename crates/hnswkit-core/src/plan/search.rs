//! What becomes of the search that the indexes are for.

use super::{IndexRequest, Plan};
use crate::{
    domain::IndexKey,
    estimate::{Search, search},
};

impl Plan {
    /// Each index with what becomes of the search; none when the request has no search.
    ///
    /// The index of a partitioned table has no rows of its own and is left out.
    pub fn searches(&self) -> Vec<(&IndexRequest, Search)> {
        let Some(query) = &self.request.search else { return vec![] };
        let indexes = self.request.indexes.iter().zip(&self.estimates);
        let indexes = indexes.filter(|(it, _)| !it.is_whole());
        indexes
            .map(|(it, built)| {
                let workload = it.workload(&self.request.target);
                let partial = it.definition.predicate.is_some();
                let expression = matches!(it.definition.key, IndexKey::Expression(_));
                (it, search(&workload, built, query, partial, expression))
            })
            .collect()
    }
}
