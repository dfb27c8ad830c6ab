//! What becomes of the search that the indexes are for.

use super::{IndexRequest, Partition, Plan};
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
                let mut found = search(&workload, built, query, partial, expression);
                let notes = &mut found.assumptions;
                if partial && query.table_rows.is_none() {
                    notes.push(
                        "search: the table has no more rows than its partial index; table_rows \
                         tells how many it has"
                            .to_owned(),
                    );
                }
                if matches!(it.partition, Some(Partition::Part(_))) {
                    notes.push("search: one partition alone is searched".to_owned());
                }
                (it, found)
            })
            .collect()
    }
}
