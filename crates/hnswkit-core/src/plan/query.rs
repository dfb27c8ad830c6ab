//! The queries that the indexes of a plan serve.

use std::{borrow::Cow, sync::Arc};

use super::{IndexRequest, Plan};
use crate::{
    domain::{IndexDefinition, IndexKey},
    sql::{Search, SearchSetting},
};

/// How a query has to be written for an index to serve it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The index.
    pub index: Arc<IndexDefinition>,
    /// What to set in the transaction before, if anything.
    pub setting: Option<SearchSetting>,
    /// The query.
    pub search: Search,
    /// What it depends on: a sentence without a full stop.
    pub note: Cow<'static, str>,
}

impl Plan {
    /// The query of each index that is there when the plan has run.
    pub fn queries(&self) -> impl Iterator<Item = Query> {
        self.request.indexes.iter().filter(|it| it.stays()).map(Query::new)
    }
}

impl IndexRequest {
    /// Whether the index is there when the plan has run.
    pub(super) fn stays(&self) -> bool {
        #[cfg(feature = "every-operation")]
        if [&super::drop::DROP, &super::bulk_load::BULK_LOAD].contains(&self.operation) {
            return false;
        }
        true
    }

    /// The query that the index serves.
    pub fn search(&self) -> Search {
        Search {
            definition: Arc::clone(&self.definition),
            vector_type: self.vector_type,
            #[cfg(feature = "every-operation")]
            reduced: self.reduced.clone(),
        }
    }
}

impl Query {
    fn new(it: &IndexRequest) -> Self {
        let search = it.search();
        Self {
            index: Arc::clone(&it.definition),
            setting: search.setting(),
            note: note(it, &search),
            search,
        }
    }
}

fn note(it: &IndexRequest, search: &Search) -> Cow<'static, str> {
    let partial = it.definition.predicate.is_some();
    match (search.candidates(), &it.definition.key) {
        (Some(candidates), _) => format!(
            "takes {candidates} candidates by the index and sorts them by the full vectors; raise \
             both numbers when recall is too low"
        )
        .into(),
        (_, IndexKey::Expression(_)) => format!(
            "without the same expression, or with another operator, it scans the table; $1 is a {}",
            it.vector_type
        )
        .into(),
        _ if partial => {
            "without the same condition, or with another operator, it scans the table".into()
        }
        _ => "with another operator it scans the table; above LIMIT 40 raise hnsw.ef_search".into(),
    }
}
