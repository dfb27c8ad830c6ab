//! Questions to a running server.

use hnswkit_core::{
    domain::QualifiedName,
    monitor::{MONITORS, Monitor, render},
    plan::Plan,
};
use serde::Serialize;

use super::SCHEMA;

/// Queries that watch indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonitorDocument {
    /// The version of the document.
    pub schema: u32,
    /// The queries, in the order of the documentation.
    pub monitors: Vec<MonitorEntry>,
}

/// One query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonitorEntry {
    /// A stable name in kebab case.
    pub id: String,
    /// A name for headings.
    pub title: String,
    /// The index that it is about, as SQL, when it is about one.
    pub index: Option<String>,
    /// The question that it answers.
    pub question: String,
    /// How the answer looks when nothing is wrong.
    pub healthy: String,
    /// The oldest PostgreSQL and pgvector that it ran on.
    pub since: String,
    /// What a role needs to see the answer.
    pub rights: String,
    /// What one should know to read the answer.
    pub notes: Vec<String>,
    /// The query; without a plan, one about a single index has holes for psql's `\set`.
    pub sql: String,
}

impl MonitorDocument {
    /// Every question about all HNSW indexes of a database.
    pub fn new() -> Self {
        Self::of(MONITORS, None)
    }

    /// These questions, about the indexes of the plan if there is one.
    pub fn of<'a>(
        monitors: impl IntoIterator<Item = &'static Monitor>,
        plan: impl Into<Option<&'a Plan>>,
    ) -> Self {
        let plan = plan.into();
        let entries = monitors.into_iter().flat_map(|monitor| match plan {
            Some(plan) => render(monitor, plan)
                .into_iter()
                .map(|it| MonitorEntry::new(monitor, it.title, it.index.as_ref(), it.sql))
                .collect(),
            None => {
                let title = monitor.header().title;
                vec![MonitorEntry::new(monitor, title, None, monitor.sql().to_owned())]
            }
        });
        Self { schema: SCHEMA, monitors: entries.collect() }
    }
}

impl Default for MonitorDocument {
    fn default() -> Self {
        Self::new()
    }
}

impl MonitorEntry {
    fn new(monitor: &Monitor, title: String, index: Option<&QualifiedName>, sql: String) -> Self {
        let header = monitor.header();
        Self {
            id: monitor.id.to_owned(),
            title,
            index: index.map(ToString::to_string),
            question: header.question,
            healthy: header.healthy,
            since: header.since,
            rights: header.rights,
            notes: header.notes,
            sql,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{STORY, Spec};

    #[test]
    fn with_a_plan_some_questions_are_asked_of_each_index() {
        let spec = Spec::from_toml(STORY, "f").unwrap();
        let plan = hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap();
        let of_plan = MonitorDocument::of(MONITORS, &plan);
        let general = MonitorDocument::new();
        assert_eq!((general.schema, general.monitors.len()), (1, MONITORS.len()));
        assert!(general.monitors.len() < of_plan.monitors.len());
        assert!(general.monitors.iter().all(|it| it.index.is_none() && !it.sql.is_empty()));
        assert!(
            of_plan
                .monitors
                .iter()
                .any(|it| it.index.as_deref() == Some("idx_atoms_embedding_hnsw"))
        );
    }
}
