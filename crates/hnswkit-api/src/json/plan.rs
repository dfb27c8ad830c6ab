//! A plan: its steps, the way back, and the files.

use hnswkit_core::{
    domain::IndexDefinition,
    plan::{Check, Finding, Plan, Query, Step},
    render::File,
    sql::Lock,
};
use serde::Serialize;

use super::{IndexEstimate, PlanSummary, SCHEMA};

/// A plan and its files.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanDocument {
    /// The version of the document.
    pub schema: u32,
    /// The name of the migration.
    pub name: String,
    /// `online` or `transactional`.
    pub mode: String,
    /// Whether a transaction may hold the plan: `required`, `allowed` or `forbidden`.
    pub transaction: String,
    /// What one has to know before it runs.
    pub summary: PlanSummary,
    /// The indexes with their numbers, as in `estimate`.
    pub indexes: Vec<IndexEstimate>,
    /// Read-only queries for before.
    pub preflight: Vec<PreflightCheck>,
    /// The change, in order.
    pub steps: Vec<PlanStep>,
    /// The way back, in order.
    pub down: Vec<PlanStep>,
    /// How queries have to be written for the indexes to serve them.
    pub queries: Vec<PlanQuery>,
    /// What the reader should know.
    pub findings: Vec<PlanFinding>,
    /// The files for the migration tool; empty when none is given.
    pub files: Vec<PlanFile>,
}

/// A question to the server; its answer has rows of `ok` (true, false or null) and `detail`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreflightCheck {
    /// A stable name in kebab case.
    pub id: String,
    /// The index that it is about.
    pub index: String,
    /// The question, for people.
    pub question: String,
    /// The query.
    pub sql: String,
}

/// One statement and why it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanStep {
    /// The part of the work: `prepare`, `guard`, `build`, `drop`, `verify` or `restore`.
    pub phase: String,
    /// The index that it is about, when it is about one.
    pub index: Option<String>,
    /// The sentence that a reviewer needs.
    pub why: String,
    /// The statement, with its semicolon.
    pub sql: String,
    /// The strongest table lock, as `pg_locks.mode` names it, if it takes one.
    pub lock: Option<String>,
    /// The table that is locked, as SQL.
    pub lock_table: Option<String>,
    /// How long the lock is held.
    pub lock_held: Option<String>,
    /// What waits meanwhile: `reads`, `writes`, `schema changes`.
    pub blocks: Vec<String>,
    /// Whether a transaction may hold it: `required`, `allowed` or `forbidden`.
    pub transaction: String,
    /// The statement that proves it, if there is one.
    pub verify: Option<String>,
    /// The statement that takes it back, if there is one.
    pub rollback: Option<String>,
    /// Whether it is a point of no return: from here on the way back is another build or none.
    pub no_return: bool,
}

/// How a query has to be written for an index to serve it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanQuery {
    /// The index.
    pub index: String,
    /// What to set in the transaction before, if anything: `SET LOCAL …;`.
    pub setting: Option<String>,
    /// The query, with its semicolon; `$1` is the vector.
    pub sql: String,
    /// What it depends on.
    pub note: String,
}

/// Something that the reader of a plan should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanFinding {
    /// A stable name in kebab case.
    pub id: String,
    /// `hint` or `warning`.
    pub severity: String,
    /// The index that it is about, when it is about one.
    pub index: Option<String>,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanFile {
    /// Relative to the project that uses the tool, with `/` between the parts.
    pub path: String,
    /// What it is for: `preflight`, `migration`, `up`, `verify` or `down`.
    pub role: String,
    /// The text.
    pub content: String,
}

impl PlanDocument {
    /// The plan with the files that a format made of it.
    pub fn new(plan: &Plan, files: Vec<File>) -> Self {
        Self {
            schema: SCHEMA,
            name: plan.request.name.clone(),
            mode: plan.request.mode.id().to_owned(),
            transaction: plan.transaction().id().to_owned(),
            summary: PlanSummary::from(plan),
            indexes: IndexEstimate::all(plan),
            preflight: plan.preflight().map(|it| PreflightCheck::from(&it)).collect(),
            steps: plan.up.iter().map(PlanStep::from).collect(),
            down: plan.down.iter().map(PlanStep::from).collect(),
            queries: plan.queries().map(|it| PlanQuery::from(&it)).collect(),
            findings: plan.findings.iter().map(PlanFinding::from).collect(),
            files: files.into_iter().map(PlanFile::from).collect(),
        }
    }
}

/// The name of an index as the catalog has it.
fn name(definition: &IndexDefinition) -> String {
    definition.name.as_str().to_owned()
}

impl From<&Check> for PreflightCheck {
    fn from(check: &Check) -> Self {
        Self {
            id: check.kind.id().to_owned(),
            index: name(&check.index),
            question: check.kind.question().to_owned(),
            sql: check.to_string(),
        }
    }
}

impl From<&Step> for PlanStep {
    fn from(step: &Step) -> Self {
        let lock = step.statement.lock();
        let lock = lock.as_ref();
        let blocks = lock.map(|it| it.mode.blocks()).unwrap_or_default();
        Self {
            phase: step.phase.id().to_owned(),
            index: step.index.as_deref().map(name),
            why: step.why.to_string(),
            sql: step.statement.to_string(),
            lock: lock.map(|it: &Lock| it.mode.to_string()),
            lock_table: lock.map(|it| it.table.clone()),
            lock_held: lock.map(|it| it.held.to_string()),
            blocks: blocks.iter().map(ToString::to_string).collect(),
            transaction: step.statement.transaction().id().to_owned(),
            verify: step.verify.as_ref().map(ToString::to_string),
            rollback: step.rollback.as_ref().map(ToString::to_string),
            no_return: step.no_return,
        }
    }
}

impl From<&Query> for PlanQuery {
    fn from(query: &Query) -> Self {
        Self {
            index: name(&query.index),
            setting: query.setting.map(|it| it.to_string()),
            sql: query.search.to_string(),
            note: query.note.to_string(),
        }
    }
}

impl From<&Finding> for PlanFinding {
    fn from(finding: &Finding) -> Self {
        Self {
            id: finding.id.to_owned(),
            severity: finding.severity.id().to_owned(),
            index: finding.index.as_deref().map(name),
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }
}

impl From<File> for PlanFile {
    fn from(file: File) -> Self {
        Self { path: file.path, role: file.role.id().to_owned(), content: file.content }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::spec::{STORY, Spec};

    fn story() -> Json {
        let spec = Spec::from_toml(STORY, "f").unwrap();
        let plan = hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap();
        let files = spec.format().unwrap().render(&plan, &spec.render_options());
        serde_json::to_value(PlanDocument::new(&plan, files)).unwrap()
    }

    #[test]
    fn a_build_says_what_it_locks_and_how_it_is_undone() {
        let plan = story();
        let build = plan["steps"].as_array().unwrap().iter().find(|it| !it["rollback"].is_null());
        let build = build.unwrap();
        assert_eq!(build["phase"], "build");
        assert_eq!(build["index"], "idx_messages_embedding_hnsw");
        assert_eq!(build["lock"], "ShareUpdateExclusiveLock");
        assert_eq!(build["lock_table"], "messages");
        assert_eq!(build["blocks"], json!(["schema changes"]));
        assert_eq!(build["transaction"], "forbidden");
        assert_eq!(
            build["rollback"],
            "DROP INDEX CONCURRENTLY IF EXISTS idx_messages_embedding_hnsw;"
        );
        assert!(build["sql"].as_str().unwrap().contains("USING hnsw"));
        assert!(build["verify"].as_str().unwrap().contains("indisvalid"));
    }

    #[test]
    fn the_story_has_steps_both_ways_and_files() {
        let plan = story();
        assert_eq!((&plan["schema"], &plan["mode"]), (&json!(1), &json!("online")));
        assert_eq!(plan["transaction"], "forbidden");
        for list in ["indexes", "preflight", "steps", "down", "queries", "files"] {
            assert!(!plan[list].as_array().unwrap().is_empty(), "{list}");
        }
        assert_eq!(plan, story());
    }
}
