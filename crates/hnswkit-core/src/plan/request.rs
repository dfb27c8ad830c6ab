//! What is asked for.

use std::sync::Arc;

use super::{Change, Operation, Task, Tenants};
#[cfg(feature = "every-operation")]
use crate::domain::Reduced;
use crate::domain::{
    Bytes, ColumnType, ElementType, Identifier, IndexDefinition, Interval, MemorySetting, Metric,
    PgvectorVersion, Platform, PostgresVersion, Rows, VectorType,
};
#[cfg(feature = "every-number")]
use crate::estimate::{Activity, Replication, Sample, SearchQuery, ServerMemory};
use crate::sql::PartitionIndex;

/// A migration to plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The server.
    pub target: Target,
    /// How the change is made.
    pub mode: Mode,
    /// A short name of the migration in snake case; part of file names.
    pub name: String,
    /// The indexes, in the order in which they are built; no two have one name.
    pub indexes: Vec<IndexRequest>,
    /// What else is done; with tasks there may be no index.
    pub tasks: Vec<Task>,
    /// Builds that were timed on the server.
    #[cfg(feature = "every-number")]
    pub calibration: Vec<Sample>,
    /// The search that the indexes are for.
    #[cfg(feature = "every-number")]
    pub search: Option<SearchQuery>,
    /// What happens to the tables after the builds.
    #[cfg(feature = "every-number")]
    pub activity: Activity,
    /// The way to the replicas.
    #[cfg(feature = "every-number")]
    pub replication: Replication,
}

/// The server that the plan is for, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target {
    /// The release of PostgreSQL; without it the plan works on every supported one.
    pub postgres: Option<PostgresVersion>,
    /// The release of pgvector; without it the plan works on every one that has what it needs.
    pub pgvector: Option<PgvectorVersion>,
    /// Where the server runs.
    pub platform: Platform,
    /// The memory of the server.
    pub ram: Option<Bytes>,
    /// The processors of the server.
    pub cpus: Option<u32>,
    /// What its memory is spent on.
    #[cfg(feature = "every-number")]
    pub memory: ServerMemory,
}

/// How the change is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Writes go on: `CREATE INDEX CONCURRENTLY`, outside of a transaction.
    #[default]
    Online,
    /// Plain `CREATE INDEX` inside the tool's transaction; writes wait.
    Transactional,
}

/// An index, and what to do with it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRequest {
    /// What to do.
    pub operation: &'static Operation,
    /// What the index is until it is replaced, when that is known: the way back.
    pub previous: Option<Previous>,
    /// What becomes of its column, when the operation changes that.
    pub change: Option<Change>,
    /// An index of the same definition that a repair drops.
    pub redundant: Option<Identifier>,
    /// What the index is.
    pub definition: Arc<IndexDefinition>,
    /// The column that the index's column takes the place of, for a change of model.
    pub model: Option<Arc<ModelChange>>,
    /// The type of the column or expression.
    pub vector_type: VectorType,
    /// What the index keeps of its column, when that is less than the vector.
    #[cfg(feature = "every-operation")]
    pub reduced: Option<Reduced>,
    /// The rows that are going to be loaded, for the operation that makes way for them.
    #[cfg(feature = "every-operation")]
    pub load_rows: Option<Rows>,
    /// Rows that the index will hold: not NULL, and within the predicate.
    pub rows: Rows,
    /// Elements that are not zero in an average row; for sparsevec only.
    pub non_zero: Option<u32>,
    /// The share of rows whose vector equals an earlier row's, 0.0 to below 1.0.
    pub duplicates: f64,
    /// The build memory to use, when the user gives it.
    pub maintenance_work_mem: Option<MemorySetting>,
    /// The parallel workers to use, when the user gives them; 0 is a serial build.
    pub workers: Option<u32>,
    /// What it is in an index of a partitioned table, when it belongs to one.
    pub partition: Option<Partition>,
    /// What led to it, when tenants did.
    pub tenants: Option<Arc<Tenants>>,
}

/// What an index is in the index of a partitioned table.
#[derive(Debug, Clone, PartialEq)]
pub enum Partition {
    /// That index itself, which has no rows; with the indexes of all partitions, a partitioned one
    /// before its own.
    Whole(Arc<[PartitionIndex]>),
    /// The index of a partition with rows; with the index of the whole.
    Part(Arc<IndexDefinition>),
}

/// A change to another embedding model; the index is on the new column.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelChange {
    /// The column that serves until the switch.
    pub old: Identifier,
    /// Its type.
    pub old_type: ColumnType,
    /// The columns that an embedding is computed from, when they are known.
    pub sources: Vec<Identifier>,
    /// So many rows may be without an embedding of the new model.
    pub missing: u32,
    /// How long the new column serves before the old one is dropped.
    pub soak: Interval,
}

/// The index whose place a replacement takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Previous {
    /// What it is, under the same name on the same table.
    pub definition: Arc<IndexDefinition>,
    /// The type of its column or expression.
    pub vector_type: VectorType,
}

impl Mode {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[Self::Online, Self::Transactional];

    /// The id, as in the spec file.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Transactional => "transactional",
        }
    }
}

impl Request {
    /// The verb for all of it: `Build`, or `Change` when different things are done.
    pub fn verb(&self) -> &'static str {
        if self.indexes.is_empty() {
            return common(&self.tasks, Task::verb).unwrap_or("Change");
        }
        self.common_words().map_or("Change", |it| it.verb)
    }

    /// The verb for the way back, within a sentence: `drop`.
    pub fn verb_back(&self) -> &'static str {
        if self.indexes.is_empty() {
            return common(&self.tasks, Task::verb_back).unwrap_or("change back");
        }
        self.common_words().map_or("change back", |it| it.verb_back)
    }

    /// What is changed, within a sentence: `2 HNSW indexes and pgvector to 0.8.6`.
    pub fn what(&self) -> String {
        let indexes = match self.indexes.as_slice() {
            [] => None,
            [it] => Some(format!("HNSW index {}", it.definition.qualified_name())),
            several => Some(format!("{} HNSW indexes", several.len())),
        };
        let restored = self.tasks.iter().find_map(Task::restored);
        let indexes = indexes.map(|it| match restored {
            Some(dump) => format!("{it} of the restored {dump}"),
            None => it,
        });
        let tasks = self.tasks.iter().filter(|it| it.restored().is_none()).map(Task::what);
        let parts: Vec<_> = indexes.into_iter().chain(tasks).collect();
        match parts.as_slice() {
            [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => parts.concat(),
        }
    }

    /// The words for what is done with all indexes, when it is the same.
    fn common_words(&self) -> Option<Words> {
        // A restore is what the builds come after.
        if self.tasks.iter().any(|it| it.restored().is_none()) {
            return None;
        }
        let first = self.indexes.first()?;
        let words = first.words(self.mode);
        let same = |it: &IndexRequest| {
            it.operation == first.operation && it.words(self.mode).verb == words.verb
        };
        self.indexes.iter().all(same).then_some(words)
    }
}

/// The words for what is done with an index; see [`Operation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    /// The verb at the beginning of a sentence.
    pub(crate) verb: &'static str,
    /// The verb for the way back, within a sentence.
    pub(crate) verb_back: &'static str,
    /// What was done, after the name of the index in a forecast.
    pub(crate) done: &'static str,
}

/// What they have in common.
fn common<T>(all: &[T], of: fn(&T) -> &'static str) -> Option<&'static str> {
    let first = of(all.first()?);
    all.iter().all(|it| of(it) == first).then_some(first)
}

impl IndexRequest {
    /// The metric that the operator class serves.
    pub fn metric(&self) -> Metric {
        self.definition.operator_class.metric
    }

    /// The words for what is done with it in that mode.
    pub(crate) fn words(&self, mode: Mode) -> Words {
        #[cfg(feature = "every-operation")]
        if let (Some(it), Mode::Online) = (self.change, mode) {
            return super::change_type::words(it.stage);
        }
        let _ = mode;
        let Operation { verb, verb_back, done, .. } = *self.operation;
        Words { verb, verb_back, done }
    }

    /// The id of the stage, where it is one of several migrations.
    #[cfg(feature = "every-operation")]
    pub fn stage(&self, mode: Mode) -> Option<&'static str> {
        let is_its = |(_, it): &&(_, &Operation)| **it == *self.operation;
        let of_model = || super::MODEL_STAGES.iter().find(is_its).map(|(id, _)| *id);
        let of_load = || {
            let all = super::LoadStage::ALL.iter();
            all.copied().find(|it| it.operation() == self.operation).map(super::LoadStage::id)
        };
        let change = self.change.filter(|_| mode == Mode::Online);
        change.map(|it| it.stage.id()).or_else(of_model).or_else(of_load)
    }

    /// This build has no stages.
    #[cfg(not(feature = "every-operation"))]
    pub fn stage(&self, _: Mode) -> Option<&'static str> {
        None
    }

    /// Whether it is the index of a partitioned table, which has no rows of its own.
    pub fn is_whole(&self) -> bool {
        matches!(self.partition, Some(Partition::Whole(_)))
    }

    /// The name of what it is a part of: an index of a partitioned table, or one for each tenant.
    pub(super) fn family(&self) -> Option<&str> {
        let name = match (&self.partition, &self.tenants) {
            (Some(Partition::Part(whole)), _) => &whole.name,
            (Some(Partition::Whole(_)), _) => &self.definition.name,
            (None, Some(it)) => &it.name,
            (None, None) => return None,
        };
        Some(name.as_str())
    }

    /// Whether an index of the name serves until the new one is proven.
    pub fn builds_beside(&self) -> bool {
        matches!(self.operation.id, "replace" | "reindex")
    }

    /// The same request for what the index was before it was replaced, when that is known.
    pub(super) fn before(&self) -> Option<Self> {
        let Previous { definition, vector_type } = self.previous.clone()?;
        let non_zero = (vector_type.element() == ElementType::Sparsevec)
            .then_some(self.non_zero.unwrap_or(VectorType::MAX_INDEXED_NON_ZERO));
        let planned = Arc::clone(&self.definition);
        let previous = Some(Previous { definition: planned, vector_type: self.vector_type });
        Some(Self { definition, vector_type, non_zero, previous, ..self.clone() })
    }
}
