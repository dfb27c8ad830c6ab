//! `CREATE INDEX`.

use std::{fmt, sync::Arc};

use super::{
    Build, DropIndex, Held, Lock, LockMode, Statement, Transaction,
    facts::{Facts, lock},
    writer::Clauses,
};
use crate::domain::IndexDefinition;

/// Builds an HNSW index, unless one of the name is there.
///
/// `IF NOT EXISTS` alone is a trap for concurrent builds: it succeeds over an INVALID index.
/// A plan puts a [`GuardIndex`](super::GuardIndex) before it, which lets only a valid index of
/// the planned definition through, and a [`VerifyIndex`](super::VerifyIndex) behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateIndex {
    /// The index.
    pub definition: Arc<IndexDefinition>,
    /// Whether writes go on during the build.
    pub build: Build,
}

impl fmt::Display for CreateIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let concurrently = match self.build {
            Build::Concurrent => " CONCURRENTLY",
            Build::Plain => "",
        };
        let it = &*self.definition;
        let mut sql = Clauses::new(f, "");
        sql.clause(format_args!("CREATE INDEX{concurrently} IF NOT EXISTS {}", it.name))?;
        sql.clause(format_args!("ON {}", it.table))?;
        definition(&mut sql, it)?;
        sql.end()
    }
}

/// What stands behind `ON table`: method, key, parameters, predicate.
pub(super) fn definition(sql: &mut Clauses<'_>, it: &IndexDefinition) -> fmt::Result {
    sql.clause(format_args!("USING hnsw ({} {})", it.key, it.operator_class.name))?;
    sql.clause(format_args!(
        "WITH (m = {}, ef_construction = {})",
        it.hnsw.m(),
        it.hnsw.ef_construction()
    ))?;
    match &it.predicate {
        Some(predicate) => sql.clause(format_args!("WHERE ({predicate})")),
        None => Ok(()),
    }
}

impl Facts for CreateIndex {
    fn title(&self) -> String {
        format!("build {}{}", self.definition.qualified_name(), self.build.adverb())
    }

    fn transaction(&self) -> Transaction {
        self.build.transaction()
    }

    fn lock(&self) -> Option<Lock> {
        let table = &self.definition.table;
        match self.build {
            Build::Concurrent => lock(LockMode::ShareUpdateExclusive, table, Held::Build),
            Build::Plain => lock(LockMode::Share, table, Held::Transaction),
        }
    }

    fn inverse(&self) -> Option<Statement> {
        let name = self.definition.qualified_name();
        Some(DropIndex { name, table: self.definition.table.clone(), build: self.build }.into())
    }
}
