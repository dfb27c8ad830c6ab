//! A statement that a plan can hold, and what is known of it.

use std::fmt;

use super::{
    CreateIndex, DropIndex, GuardDrop, GuardIndex, GuardOutside, GuardReindex, GuardReplace, Held,
    Lock, LockMode, Reindex, RestoreSettings, SaveSettings, Scope, Set, SwapBack, SwapIndexes,
    TransactionTimeoutOff, VerifyDropped, VerifyIndex,
};
use crate::domain::QualifiedName;

/// Whether reads and writes go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Build {
    /// `CONCURRENTLY`.
    Concurrent,
    /// Without it.
    Plain,
}

/// Whether a transaction may, must or cannot hold a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transaction {
    /// Outside of a transaction it does nothing.
    Required,
    /// Either way.
    Allowed,
    /// PostgreSQL refuses it in one.
    Forbidden,
}

macro_rules! statements {
    ($($ty:ident: $doc:literal,)+) => {
        /// A statement that a plan can hold; `Display` writes it with its semicolon.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Statement {
            $(#[doc = $doc] $ty($ty),)+
        }

        $(impl From<$ty> for Statement {
            fn from(it: $ty) -> Self {
                Self::$ty(it)
            }
        })+

        impl fmt::Display for Statement {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$ty(it) => it.fmt(f),)+
                }
            }
        }
    };
}

statements! {
    SaveSettings: "Remembers settings.",
    Set: "Changes a setting.",
    TransactionTimeoutOff: "Switches `transaction_timeout` off where there is one.",
    RestoreSettings: "Puts settings back.",
    GuardIndex: "Lets a build go on or stops it.",
    CreateIndex: "Builds an index.",
    VerifyIndex: "Proves an index.",
    GuardDrop: "Lets a drop go on or stops it.",
    DropIndex: "Drops an index.",
    VerifyDropped: "Proves that nothing is left.",
    GuardOutside: "Stops where a script should have been run.",
    GuardReindex: "Lets a rebuild go on or stops it.",
    Reindex: "Builds an index anew.",
    GuardReplace: "Lets a replacement go on or stops it.",
    SwapIndexes: "Gives a new index the name of an old one.",
    SwapBack: "Takes a swap back.",
}

impl Build {
    fn transaction(self) -> Transaction {
        match self {
            Self::Concurrent => Transaction::Forbidden,
            Self::Plain => Transaction::Allowed,
        }
    }
}

impl Statement {
    /// Whether a transaction may hold it.
    pub fn transaction(&self) -> Transaction {
        match self {
            Self::CreateIndex(it) => it.build.transaction(),
            Self::DropIndex(it) => it.build.transaction(),
            Self::Reindex(it) => it.build.transaction(),
            Self::Set(Set { scope: Scope::Transaction, .. })
            | Self::SaveSettings(SaveSettings { scope: Scope::Transaction, .. })
            | Self::RestoreSettings(RestoreSettings { scope: Scope::Transaction, .. }) => {
                Transaction::Required
            }
            _ => Transaction::Allowed,
        }
    }

    /// The strongest lock that it takes on a table of the user's, if any.
    // Measured with pg_locks on PostgreSQL 16.2 and 18.6.
    pub fn lock(&self) -> Option<Lock> {
        let lock =
            |mode, table: &QualifiedName, held| Some(Lock { mode, table: table.to_string(), held });
        match self {
            Self::CreateIndex(it) => match it.build {
                Build::Concurrent => {
                    lock(LockMode::ShareUpdateExclusive, &it.definition.table, Held::Build)
                }
                Build::Plain => lock(LockMode::Share, &it.definition.table, Held::Transaction),
            },
            Self::DropIndex(it) => match it.build {
                Build::Concurrent => lock(LockMode::ShareUpdateExclusive, &it.table, Held::Drain),
                Build::Plain => lock(LockMode::AccessExclusive, &it.table, Held::Transaction),
            },
            Self::GuardIndex(it) => match it.build {
                Build::Concurrent => {
                    lock(LockMode::AccessShare, &it.definition.table, Held::Moment)
                }
                // It may have to drop an INVALID leftover.
                Build::Plain => {
                    lock(LockMode::AccessExclusive, &it.definition.table, Held::Transaction)
                }
            },
            Self::VerifyIndex(it) => {
                lock(LockMode::AccessShare, &it.definition.table, Held::Moment)
            }
            Self::GuardOutside(it) => {
                lock(LockMode::AccessShare, &it.definition.table, Held::Moment)
            }
            Self::GuardReindex(it) => {
                lock(LockMode::AccessShare, &it.definition.table, Held::Moment)
            }
            Self::GuardReplace(it) => {
                lock(LockMode::AccessShare, &it.definition.table, Held::Moment)
            }
            Self::Reindex(it) => match it.build {
                Build::Concurrent => lock(LockMode::ShareUpdateExclusive, &it.table, Held::Build),
                // On the index: the planner opens every index of a table that is read.
                Build::Plain => lock(LockMode::AccessExclusive, &it.name, Held::Transaction),
            },
            Self::SwapIndexes(SwapIndexes { names }) | Self::SwapBack(SwapBack { names }) => {
                lock(LockMode::ShareUpdateExclusive, &names.name, Held::Moment)
            }
            Self::SaveSettings(_)
            | Self::Set(_)
            | Self::TransactionTimeoutOff(_)
            | Self::RestoreSettings(_)
            | Self::GuardDrop(_)
            | Self::VerifyDropped(_) => None,
        }
    }

    /// The statement that takes it back, where there is one.
    ///
    /// A drop has no inverse here: it does not know what it drops.
    pub fn inverse(&self) -> Option<Self> {
        match self {
            Self::CreateIndex(it) => Some(Self::DropIndex(DropIndex {
                name: it.definition.qualified_name(),
                table: it.definition.table.clone(),
                build: it.build,
            })),
            Self::SaveSettings(it) => Some(Self::RestoreSettings(RestoreSettings {
                scope: it.scope,
                parameters: it.parameters.clone(),
            })),
            _ => None,
        }
    }
}

impl Transaction {
    /// The word for JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Allowed => "allowed",
            Self::Forbidden => "forbidden",
        }
    }
}
