//! Table locks and what they block.

use std::fmt;

/// A lock mode of PostgreSQL, as far as our statements take them; weaker ones first.
// PostgreSQL 18 documentation, "Table-Level Locks".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockMode {
    /// As any `SELECT`.
    AccessShare,
    /// As `INSERT`, `UPDATE` and `DELETE`.
    RowExclusive,
    /// As `CREATE INDEX CONCURRENTLY` and `VACUUM`.
    ShareUpdateExclusive,
    /// As `CREATE INDEX`.
    Share,
    /// As `CREATE TRIGGER`.
    ShareRowExclusive,
    /// As `DROP INDEX`.
    AccessExclusive,
}

/// What has to wait for a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blocked {
    /// `SELECT`.
    Reads,
    /// `INSERT`, `UPDATE`, `DELETE`.
    Writes,
    /// `ALTER TABLE`, `CREATE INDEX`, `VACUUM` and the like.
    SchemaChanges,
}

/// How long a lock is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// For milliseconds, once it is granted.
    Moment,
    /// For one batch after the other.
    Batch,
    /// Until the index is built.
    Build,
    /// Until the transactions that use the table have ended.
    Drain,
    /// Until the transaction that took it ends: no statement gives it back.
    Transaction,
}

/// The strongest table lock that a statement takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Its mode.
    pub mode: LockMode,
    /// The table, as SQL.
    pub table: String,
    /// How long it is held.
    pub held: Held,
}

impl LockMode {
    /// The name as `pg_locks.mode` shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccessShare => "AccessShareLock",
            Self::RowExclusive => "RowExclusiveLock",
            Self::ShareUpdateExclusive => "ShareUpdateExclusiveLock",
            Self::Share => "ShareLock",
            Self::ShareRowExclusive => "ShareRowExclusiveLock",
            Self::AccessExclusive => "AccessExclusiveLock",
        }
    }

    /// What waits while the lock is held.
    pub const fn blocks(self) -> &'static [Blocked] {
        match self {
            // Writes of one row wait for each other, but that is no lock of the table.
            Self::AccessShare | Self::RowExclusive => &[],
            Self::ShareUpdateExclusive => &[Blocked::SchemaChanges],
            Self::Share | Self::ShareRowExclusive => &[Blocked::Writes, Blocked::SchemaChanges],
            Self::AccessExclusive => &[Blocked::Reads, Blocked::Writes, Blocked::SchemaChanges],
        }
    }
}

impl Blocked {
    /// The word for JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Writes => "writes",
            Self::SchemaChanges => "schema changes",
        }
    }
}

impl fmt::Display for LockMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Moment => "for a moment",
            Self::Batch => "for one batch after the other",
            Self::Build => "until the index is built",
            Self::Transaction => "until the transaction ends",
            Self::Drain => "until transactions that use the table have ended",
        })
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.mode, self.table)
    }
}
