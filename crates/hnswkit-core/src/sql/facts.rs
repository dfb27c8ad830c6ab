//! What is known of a statement besides its text.

use super::{Build, Held, Lock, LockMode, Statement, Transaction};
use crate::domain::QualifiedName;

/// What is known of a statement; each type says it beside its text.
pub(super) trait Facts {
    /// What it does, in a few words without a full stop: `build a.b concurrently`.
    fn title(&self) -> String;

    /// Whether a transaction may hold it.
    fn transaction(&self) -> Transaction {
        Transaction::Allowed
    }

    /// The strongest lock that it takes on a table of the user's, if any.
    // Measured with pg_locks on PostgreSQL 16.2 and 18.6.
    fn lock(&self) -> Option<Lock> {
        None
    }

    /// The seconds after which it gives up on its lock by itself, whatever `lock_timeout` says.
    fn patience(&self) -> Option<u32> {
        None
    }

    /// The statement that takes it back, where there is one.
    fn inverse(&self) -> Option<Statement> {
        None
    }
}

impl Build {
    /// Whether a transaction may hold a statement that is run this way.
    pub(super) fn transaction(self) -> Transaction {
        match self {
            Self::Concurrent => Transaction::Forbidden,
            Self::Plain => Transaction::Allowed,
        }
    }

    /// For titles.
    pub(super) fn adverb(self) -> &'static str {
        match self {
            Self::Concurrent => " concurrently",
            Self::Plain => "",
        }
    }
}

/// A lock on a table.
pub(super) fn lock(mode: LockMode, table: &QualifiedName, held: Held) -> Option<Lock> {
    Some(Lock { mode, table: table.to_string(), held })
}

/// The lock of a statement that only reads.
pub(super) fn looks_at(table: &QualifiedName) -> Option<Lock> {
    lock(LockMode::AccessShare, table, Held::Moment)
}
