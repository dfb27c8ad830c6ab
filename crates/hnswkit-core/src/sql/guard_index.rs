//! The gates before and behind a build.
//!
//! Both ask the server itself what the planned definition means: they index an empty copy of the
//! table and compare that index with the one that is there. So spelling, casts that the server
//! adds, and defaults cannot be mistaken for a difference, on any release; and a definition that
//! the server refuses is refused before the build, which would leave an INVALID index.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::{
    Build, Cure, Held, Lock, LockMode, block,
    facts::{Facts, lock, looks_at},
    inspection::{Inspection, MISMATCH},
};
use crate::domain::{IndexDefinition, Literal, QualifiedName};

/// Lets a build go on when no index of the name is there, or when it is the planned one.
///
/// An INVALID leftover is moved out of the way: renamed to `leftover` in a concurrent plan, which
/// drops it next (that cannot happen inside a block), dropped at once in a transactional one.
/// Anything else of that name is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardIndex {
    /// The planned index.
    pub definition: Arc<IndexDefinition>,
    /// The name for an INVALID leftover.
    pub leftover: QualifiedName,
    /// How the index is going to be built.
    pub build: Build,
}

/// Fails unless the index is valid, ready and defined as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyIndex {
    /// The planned index.
    pub definition: Arc<IndexDefinition>,
    /// How to go on when it fails.
    pub cure: Cure,
}

impl VerifyIndex {
    /// What to do when the index is not there.
    fn absent(&self) -> String {
        match &self.cure {
            Cure::RunAgain => "The build did not happen. Run the migration again.".to_owned(),
            Cure::ByHand => "Its build is recorded, but the index is gone. Run the statement of \
                             the build by hand, then run this again."
                .to_owned(),
            Cure::Script(path) => format!("Run {path} with psql, then run this again."),
        }
    }

    /// What to do when the index is INVALID.
    fn invalid(&self) -> String {
        let wait = "If another session is building it, wait.";
        match &self.cure {
            Cure::RunAgain => format!("{wait} Then run the migration again: it builds anew."),
            Cure::ByHand => format!(
                "{wait} Otherwise REINDEX INDEX CONCURRENTLY {}; then run this again.",
                self.definition.qualified_name()
            ),
            Cure::Script(path) => {
                format!(
                    "{wait} Otherwise run {path} with psql: it builds anew. Then run this again."
                )
            }
        }
    }
}

impl fmt::Display for GuardIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.definition;
        let index = it.qualified_name();
        let mut body = Inspection(it).to_string();
        write!(
            body,
            "
    IF to_regclass(index_name) IS NULL THEN
        RETURN;
{MISMATCH}
    ELSIF usable THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', index_name;
    ELSIF EXISTS (
        SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
    ) THEN
        RAISE EXCEPTION 'another session is building index %', index_name
            USING HINT = 'Wait for it, or cancel it; then run this again.';
    ELSE
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', index_name;
        {remove}
    END IF;
END",
            remove = match self.build {
                Build::Concurrent =>
                    format!("ALTER INDEX {index} RENAME TO {};", self.leftover.name),
                Build::Plain => format!("DROP INDEX {index};"),
            },
        )?;
        block::write(f, &body)
    }
}

impl fmt::Display for VerifyIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = Inspection(&self.definition).to_string();
        write!(
            body,
            "
    IF to_regclass(index_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', index_name
            USING HINT = {absent};
{MISMATCH}
    ELSIF NOT usable THEN
        RAISE EXCEPTION 'index % is INVALID: no query uses it', index_name
            USING HINT = {invalid};
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END",
            absent = Literal(self.absent()),
            invalid = Literal(self.invalid()),
        )?;
        block::write(f, &body)
    }
}

impl Facts for GuardIndex {
    fn title(&self) -> String {
        format!("stop unless {} may be built", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        let table = &self.definition.table;
        match self.build {
            Build::Concurrent => looks_at(table),
            // It may have to drop an INVALID leftover.
            Build::Plain => lock(LockMode::AccessExclusive, table, Held::Transaction),
        }
    }
}

impl Facts for VerifyIndex {
    fn title(&self) -> String {
        format!("prove that {} is valid and as planned", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}
